import type { PlanRowView, PlanSummary } from '../../shared/contract/plans.ts'
import type { AccountSchema, Change, FieldId, FieldValue, RowKind } from '../../shared/model.ts'
import { isNewAudience, newAudienceName } from '../../shared/newAudience.ts'
import type { ColumnUse } from './chooseMapping.ts'
import { table } from './table.ts'
import { about, accountWords, count, counted } from './words.ts'

const kindWords: Readonly<Record<RowKind, string>> = {
  create: 'new',
  update: 'changed',
  unchanged: 'unchanged',
  'held-back': 'held back (they left)',
  invalid: 'invalid',
  duplicate: 'duplicate in the file',
  'left-out': 'left out (dealt with before)',
}

/** Which column fills what, and why. `width` in columns of the terminal. */
export function mappingWords(uses: readonly ColumnUse[], width: number): string {
  return table(
    [['Column', 'Goes to', 'Because'], ...uses.map(({ column, use, reason }) => [column, use, reason])],
    width,
  )
}

/** The plan's numbers; they add up to the rows of the file. */
export function planWords(plan: PlanSummary, practice: boolean): string {
  const { service, name } = plan.connection
  const kinds = (Object.keys(kindWords) as RowKind[]).filter((kind) => plan.counts[kind] > 0)
  const lines = kinds.map((kind) => [`  ${count(plan.counts[kind]).padStart(9)}`, kindWords[kind]])
  const goal = plan.audiences.length === 0 ? '' : ` → ${audienceWords(plan)}`
  return [
    `${plan.source.name} → ${accountWords(service, name, practice)}${goal}`,
    table([...lines, [`  ${count(plan.source.rows).padStart(9)}`, 'rows in the file']]),
    ...warningWords(plan),
    toSendWords(plan),
    `Compared with the account just now (read ${plan.mirror.how}, ${counted(plan.mirror.requests, 'request')}).`,
  ].join('\n')
}

function warningWords(plan: PlanSummary): string[] {
  if (plan.warningRows === 0 || sendsNothing(plan)) return []
  const { firstWarning } = plan
  const example =
    firstWarning === null ? '' : ` The first is row ${count(firstWarning.row)}. ${firstWarning.words}`
  return [
    `${counted(plan.warningRows, 'row')} will go without a cell that could not be understood.${example}`,
  ]
}

/** Nothing in the plan would reach the account. */
export function sendsNothing({ changes }: PlanSummary): boolean {
  return changes.creates + changes.updates + changes.joins === 0
}

function toSendWords(plan: PlanSummary): string {
  if (sendsNothing(plan))
    return 'Nothing to send: everyone in the file is already as the file says, held back, or invalid.'
  const { creates, updates, joins } = plan.changes
  const parts = [
    creates > 0 && counted(creates, 'new person', 'new people'),
    updates > 0 && `new values for ${counted(updates, 'person', 'people')}`,
    joins > 0 && `${counted(joins, 'addition')} to ${audienceWords(plan)}`,
  ].filter((part) => part !== false)
  return `To send: ${parts.join(', ')}. ${counted(plan.requests, 'request')}, ${about(plan.estimatedMs)} at the account's limits.`
}

function audienceWords({ audiences }: PlanSummary): string {
  return audiences
    .map((audience) => `${isNewAudience(audience) ? 'new ' : ''}${audience.kind} "${audience.name}"`)
    .join(', ')
}

/** One row of the plan: what would change, before → after. */
export function planRowWords(row: PlanRowView, schema: AccountSchema): string {
  const head = `row ${count(row.row)}  ${row.email ?? '(no address)'}  ${kindWords[row.kind]}`
  const reasons = [row.reason, row.warning].filter((text) => text !== null)
  const lines = row.changes.flatMap((change) => changeWords(change, schema))
  return [head, ...[...reasons, ...lines].map((text) => `  ${text}`)].join('\n')
}

function changeWords(change: Change, schema: AccountSchema): string[] {
  if (change.object === 'membership') {
    const { kind, id } = change.audience
    const isNew = isNewAudience(change.audience)
    const known = schema.audiences.find((one) => one.kind === kind && one.id === id)?.name ?? id
    const name = isNew ? newAudienceName(change.audience) : known
    return [`${change.op === 'join' ? '+' : '-'} ${isNew ? 'new ' : ''}${kind} "${name}"`]
  }
  return (Object.keys(change.after) as FieldId[]).map((field) => {
    const label = schema.fields.find((one) => one.id === field)?.label ?? field
    return `${label}: ${valueWords(change.before[field])} → ${valueWords(change.after[field])}`
  })
}

function valueWords(value: FieldValue | undefined): string {
  return value === undefined || value === null || value === '' ? '(empty)' : JSON.stringify(value)
}
