import type { PlanRowView, PlanSummary } from '../../shared/contract/plans.ts'
import { assertNever } from '../../shared/errors.ts'
import type {
  AccountSchema,
  AudienceRef,
  Change,
  ConsentChange,
  ContactChange,
  FieldId,
  FieldValue,
  RecordChange,
  RowKind,
} from '../../shared/model.ts'
import { finalWords } from '../../shared/finalWords.ts'
import { sinceWords } from '../../shared/sinceWords.ts'
import { isNewAudience, newAudienceName } from '../../shared/newAudience.ts'
import { type ColumnUse, notUsed } from './chooseMapping.ts'
import { channelsInWords, planConsentWords } from './consentWords.ts'
import { table } from './table.ts'
import { about, accountWords, count, counted, when } from './words.ts'

const kindWords: Readonly<Record<RowKind, string>> = {
  create: 'new',
  update: 'changed',
  delete: 'to delete',
  leave: 'no longer in the file, so to leave',
  unchanged: 'unchanged',
  'held-back': 'held back',
  invalid: 'invalid',
  duplicate: 'duplicate in the file',
  'left-out': 'left out',
}

/** Columns of which the first so many are shown even where nothing becomes of them. */
const mostUnused = 100

/** Which column fills what, and why. `width` in columns of the terminal. */
export function mappingWords(uses: readonly ColumnUse[], width: number): string {
  const shown = uses.filter(({ use }, n) => n < mostUnused || use !== notUsed)
  const lines = shown.map(({ column, use, reason }) => [column, use, reason])
  const words = table([['Column', 'Goes to', 'Because'], ...lines], width)
  const others = uses.length - shown.length
  return others === 0 ? words : `${words}\n… and ${counted(others, 'other column')} not used`
}

/** The plan's numbers; they add up to the rows of the file. */
export function planWords(plan: PlanSummary, practice: boolean): string {
  const { service, name } = plan.connection
  const kinds = (Object.keys(kindWords) as RowKind[]).filter((kind) => plan.counts[kind] > 0)
  const lines = kinds.map((kind) => [`  ${count(plan.counts[kind]).padStart(9)}`, kindWords[kind]])
  const goal = plan.undo
    ? ''
    : plan.object
      ? `, ${plan.object.title}: ${plan.object.op}`
      : plan.audiences.length === 0
        ? ''
        : ` → ${audienceWords(plan)}`
  return [
    `${plan.source.name} → ${accountWords(service, name, practice)}${goal}`,
    table([
      ...lines,
      [
        `  ${count(plan.source.rows).padStart(9)}`,
        plan.leavers === undefined
          ? 'rows in the file'
          : `rows in the file, and ${counted(plan.leavers, 'person', 'people')} who ${plan.leavers === 1 ? 'is' : 'are'} not in it`,
      ],
    ]),
    ...sinceLines(plan),
    ...warningWords(plan),
    ...undoWords(plan),
    toSendWords(plan),
    ...planConsentWords(plan),
    ...guardWords(plan),
    ...[finalWords(plan)].filter((words) => words !== ''),
    `Compared with the account just now (read ${plan.mirror.how}, ${counted(plan.mirror.requests, 'request')}).`,
  ].join('\n')
}

function sinceLines({ since }: PlanSummary): string[] {
  return since === undefined ? [] : [sinceWords(since, when)]
}

function warningWords(plan: PlanSummary): string[] {
  if (plan.warningRows === 0 || sendsNothing(plan)) return []
  const { firstWarning } = plan
  const example =
    firstWarning === null ? '' : ` The first is row ${count(firstWarning.row)}. ${firstWarning.words}`
  return [`${counted(plan.warningRows, 'row')} will go, with something to look at.${example}`]
}

/** What is not taken back, and why. */
function undoWords({ undo }: PlanSummary): string[] {
  if (!undo) return []
  const { editedSince, stays } = undo
  const edited =
    editedSince === 0 ? [] : [`${counted(editedSince, 'row')} stay as somebody changed them since.`]
  return [
    ...edited,
    ...(stays.length > 0 ? ['Can’t be taken back:', ...stays.map((words) => `  ${words}`)] : []),
  ]
}

/** Nothing in the plan would reach the account. */
export function sendsNothing({ changes }: PlanSummary): boolean {
  return Object.values({ ...changes }).every((count) => count === 0)
}

function toSendWords(plan: PlanSummary): string {
  if (plan.object !== null) return objectToSendWords(plan, plan.object)
  if (sendsNothing(plan))
    return plan.undo
      ? nothingBackWords(plan.undo)
      : 'Nothing to send: everyone in the file is already as the file says, held back, or invalid.'
  const { creates, updates, joins, subscribes, leaves, unsubscribes } = plan.changes
  const parts = [
    creates > 0 &&
      `${counted(creates, 'new person', 'new people')}${plan.confirmation === true ? ' (asked to confirm by the form)' : ''}`,
    updates > 0 && `new values for ${counted(updates, 'person', 'people')}`,
    joins > 0 && `${counted(joins, 'addition')} to ${joinedWords(plan)}`,
    subscribes > 0 && counted(subscribes, 'subscription'),
    leaves > 0 && `${counted(leaves, 'person', 'people')} to take out`,
    unsubscribes > 0 && counted(unsubscribes, 'person to unsubscribe', 'people to unsubscribe'),
  ].filter((part) => part !== false)
  return `To send: ${parts.join(', ')}. ${counted(plan.requests, 'request')}, ${about(plan.estimatedMs)} at the account's limits.`
}

/** What can't be taken back is said above it. */
function nothingBackWords({ stays }: NonNullable<PlanSummary['undo']>): string {
  return stays.length > 0
    ? 'Nothing else to take back.'
    : 'Nothing to take back: everyone is as they were before, or was changed since.'
}

/** The same for objects that are not people to bring in. */
function objectToSendWords(plan: PlanSummary, { one, many }: NonNullable<PlanSummary['object']>): string {
  const { creates, updates, joins, deletes, leaves, unsubscribes } = plan.changes
  if (sendsNothing(plan))
    return plan.undo
      ? 'Nothing to take back: everything is as it was before, or was changed since.'
      : 'Nothing to send: everything in the file is already as the file says, held back, or invalid.'
  const parts = [
    creates + joins > 0 && counted(creates + joins, `new ${one}`, `new ${many}`),
    updates > 0 && `new values for ${counted(updates, one, many)}`,
    deletes + leaves > 0 && `${counted(deletes + leaves, one, many)} to delete`,
    unsubscribes > 0 && counted(unsubscribes, 'person to unsubscribe', 'people to unsubscribe'),
  ].filter((part) => part !== false)
  return `To send: ${parts.join(', ')}. ${counted(plan.requests, 'request')}, ${about(plan.estimatedMs)} at the account's limits.`
}

/** What is taken away, and how to say that it was seen. */
function guardWords({ guard, undo, object }: PlanSummary): string[] {
  if (guard === null) return []
  const unusual =
    (guard.unusual ?? []).length === 0
      ? []
      : ['Look twice:', ...(guard.unusual ?? []).map((words) => `  ${words}`)]
  const typed = [`To send it anyway, its number is asked for: ${guard.count}.`]
  if (guard.words.length === 0) return [...unusual, ...typed]
  const more = guard.count > guard.words.length && guard.words.length >= 20 ? ['and more.'] : []
  return [
    ...unusual,
    undo && object === null ? 'This takes people out again:' : 'What it takes away:',
    ...[...guard.words, ...more].map((words) => `  ${words}`),
    ...typed,
  ]
}

const mostNames = 6

function audienceWords({ audiences }: Pick<PlanSummary, 'audiences'>): string {
  const names = audiences.map(
    (audience) => `${isNewAudience(audience) ? 'new ' : ''}${audience.kind} “${audience.name}”`,
  )
  // A column can name hundreds.
  const more = names.length > mostNames ? ` and ${count(names.length - mostNames)} more` : ''
  return names.slice(0, mostNames).join(', ') + more
}

/** Who is subscribed already only has to join the list that the others are subscribed to. */
function joinedWords({ audiences, consent }: PlanSummary): string {
  const list = consent?.audience ?? null
  const isNamed = audiences.some(({ kind, id }) => kind === list?.kind && id === list.id)
  return audienceWords({ audiences: list === null || isNamed ? audiences : [...audiences, list] })
}

/** One row of the plan: what would change, before → after. */
export function planRowWords(row: PlanRowView, schema: AccountSchema): string {
  const head = `row ${count(row.row)}  ${row.email ?? '(no address)'}  ${kindWords[row.kind]}`
  const reasons = [row.reason, row.warning].filter((text) => text !== null)
  const lines = row.changes.flatMap((change) => changeWords(change, schema))
  return [head, ...[...reasons, ...lines].map((text) => `  ${text}`)].join('\n')
}

function changeWords(change: Change, schema: AccountSchema): string[] {
  switch (change.object) {
    case 'membership':
      return [`${change.op === 'join' ? '+' : '-'} ${audienceName(change.audience, schema)}`]
    case 'consent':
      return [consentWords(change, schema)]
    case 'contact':
      return fieldWords(change, schema)
    case 'unsubscription':
      return ['unsubscribe, for good']
    case 'record':
      return recordWords(change, schema)
    default:
      return assertNever(change)
  }
}

function audienceName(audience: AudienceRef, { audiences }: AccountSchema): string {
  const { kind, id } = audience
  if (isNewAudience(audience)) return `new ${kind} “${newAudienceName(audience)}”`
  const name = audiences.find((one) => one.kind === kind && one.id === id)?.name ?? id
  return `${kind} “${name}”`
}

function consentWords(
  { channels, audience, consentedAt, confirms }: ConsentChange,
  schema: AccountSchema,
): string {
  const where = audience === null ? '' : `, ${audienceName(audience, schema)}`
  const when = consentedAt === null ? '' : `; agreed on ${consentedAt.slice(0, 10)}`
  return `subscribe to ${channelsInWords(channels)}${where}${when}${confirms ? '; asked to confirm first' : ''}`
}

/** A new thing says what it will be, one that goes what it was. */
function recordWords(change: RecordChange, schema: AccountSchema): string[] {
  if (change.op === 'delete') return [`- ${change.key.name}`]
  return fieldWords(change, schema)
}

function fieldWords(change: ContactChange | RecordChange, schema: AccountSchema): string[] {
  return (Object.keys(change.after) as FieldId[]).map((field) => {
    const label = schema.fields.find((one) => one.id === field)?.label ?? field
    return `${label}: ${valueWords(change.before[field])} → ${valueWords(change.after[field])}`
  })
}

function valueWords(value: FieldValue | undefined): string {
  return value === undefined || value === null || value === '' ? '(empty)' : JSON.stringify(value)
}
