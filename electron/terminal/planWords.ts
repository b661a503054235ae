import type { PlanRowView, PlanSummary } from '../../shared/contract/plans.ts'
import type { AccountSchema, Change, FieldId, FieldValue, RowKind } from '../../shared/model.ts'
import type { ColumnUse } from './chooseMapping.ts'
import { count, counted, duration, table } from './words.ts'

const kindWords: Readonly<Record<RowKind, string>> = {
  create: 'new',
  update: 'changed',
  unchanged: 'unchanged',
  'held-back': 'held back (they left)',
  invalid: 'invalid',
  duplicate: 'duplicate in the file',
  'left-out': 'left out (dealt with before)',
}

export function mappingWords(uses: readonly ColumnUse[]): string {
  return table([
    ['Column', 'Goes to', 'Because'],
    ...uses.map(({ column, use, reason }) => [column, use, reason]),
  ])
}

/** The plan's numbers; they add up to the rows of the file. */
export function planWords(plan: PlanSummary): string {
  const { service, name } = plan.connection
  const kinds = (Object.keys(kindWords) as RowKind[]).filter((kind) => plan.counts[kind] > 0)
  const lines = kinds.map((kind) => [`  ${count(plan.counts[kind]).padStart(9)}`, kindWords[kind]])
  const joins = plan.audiences.map((audience) => `${audience.kind} "${audience.name}"`).join(', ')
  const { creates, updates } = plan.changes
  return [
    `${plan.source.name} → ${service} · ${name}${joins === '' ? '' : ` → ${joins}`}`,
    table([...lines, [`  ${count(plan.source.rows).padStart(9)}`, 'rows in the file']]),
    ...(plan.warningRows > 0
      ? [`${counted(plan.warningRows, 'row')} will go without a cell that could not be understood.`]
      : []),
    `To send: ${counted(creates, 'new person').replace('persons', 'people')}, ${counted(updates, 'update')}, ` +
      `${counted(plan.changes.joins, 'join')}; ${counted(plan.requests, 'request')}, about ${duration(plan.estimatedMs)} at the account's limits.`,
    `Compared with the account just now (read ${plan.mirror.how}, ${counted(plan.mirror.requests, 'request')}).`,
  ].join('\n')
}

/** One row of the plan: what would change, before → after. */
export function planRowWords(row: PlanRowView, schema: AccountSchema): string {
  const head = `row ${count(row.row)}  ${row.email ?? '(no address)'}  ${kindWords[row.kind]}`
  const reasons = [row.reason, row.warning].filter((text) => text !== null)
  const lines = row.changes.flatMap((change) => changeWords(change, schema))
  return [head, ...reasons.map((text) => `    ${text}`), ...lines.map((text) => `    ${text}`)].join('\n')
}

function changeWords(change: Change, schema: AccountSchema): string[] {
  if (change.object === 'membership') {
    const { kind, id } = change.audience
    const name = schema.audiences.find((one) => one.kind === kind && one.id === id)?.name ?? id
    return [`${change.op === 'join' ? '+' : '-'} ${kind} "${name}"`]
  }
  return (Object.keys(change.after) as FieldId[]).map((field) => {
    const label = schema.fields.find((one) => one.id === field)?.label ?? field
    return `${label}: ${valueWords(change.before[field])} → ${valueWords(change.after[field])}`
  })
}

function valueWords(value: FieldValue | undefined): string {
  return value === undefined || value === null || value === '' ? '(empty)' : JSON.stringify(value)
}
