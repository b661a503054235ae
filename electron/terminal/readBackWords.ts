import type { ReadBack, ReadBackRowView } from '../../shared/contract/runs.ts'
import type { FieldValue } from '../../shared/model.ts'
import { count, counted } from './words.ts'

/** What was read back, in lines; none where nothing was. */
export function readBackWords(
  { counts, canary }: ReadBack,
  differs: readonly ReadBackRowView[] = [],
): string[] {
  const { confirmed, differs: other, 'not-visible': unseen } = counts
  if (confirmed + other + unseen === 0) return []
  const first = canary === 'matched' ? 'The first ten matched. ' : ''
  const parts = [
    `${count(confirmed)} confirmed`,
    other > 0 && counted(other, 'row differs', 'rows differ'),
    unseen > 0 && `${count(unseen)} not visible yet`,
    counts.unread > 0 && `${count(counts.unread)} not read back`,
  ].filter((part) => part !== false)
  return [`${first}Read back: ${parts.join(', ')}.`, ...differs.map(rowWords)]
}

function rowWords({ row, email, fields }: ReadBackRowView): string {
  const said = fields.map(
    ({ label, wrote, shows }) => `${label}: sent ${valueWords(wrote)}, shows ${valueWords(shows)}`,
  )
  return `  row ${count(row)}  ${email ?? '(no address)'}  ${said.join('; ')}`
}

function valueWords(value: FieldValue): string {
  return value === null || value === '' ? '(empty)' : JSON.stringify(value)
}
