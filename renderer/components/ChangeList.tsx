import { VisuallyHidden } from '@mantine/core'
import { assertNever } from '../../shared/errors.ts'
import type {
  Change,
  Channel,
  ConsentChange,
  ContactChange,
  FieldId,
  FieldValue,
  MembershipChange,
  RecordChange,
} from '../../shared/model.ts'
import type { PartLabels } from '../usePartLabels.ts'
import classes from './ChangeList.module.css'
import { valueWords } from './valueWords.ts'

/** What changes for one person, field by field: before → after, and what they are put into. */
export function ChangeList({
  changes,
  labels,
}: {
  readonly changes: readonly Change[]
  readonly labels: PartLabels
}) {
  if (changes.length === 0) return null
  return (
    <ul className={classes.list}>
      {changes.map((change) => (
        <ChangeLines key={change.id} change={change} labels={labels} />
      ))}
    </ul>
  )
}

export function ChangeLines({ change, labels }: { readonly change: Change; readonly labels: PartLabels }) {
  switch (change.object) {
    case 'membership':
      return <MembershipLine change={change} labels={labels} />
    case 'contact':
      return <FieldLines change={change} labels={labels} />
    case 'consent':
      return <ConsentLine change={change} labels={labels} />
    case 'unsubscription':
      return <li>Unsubscribed, for good</li>
    case 'record':
      return change.op === 'delete' ? (
        <li>Deleted: {change.key.name}</li>
      ) : (
        <FieldLines change={change} labels={labels} />
      )
    default:
      return assertNever(change)
  }
}

interface LineProps<C> {
  readonly change: C
  readonly labels: PartLabels
}

function MembershipLine({ change, labels }: LineProps<MembershipChange>) {
  return (
    <li>
      {change.op === 'join' ? 'Put into ' : 'Taken out of '}
      {labels.audience(change.audience)}
    </li>
  )
}

const channelWords: Readonly<Record<Channel, string>> = { email: 'email', sms: 'SMS' }

function ConsentLine({ change, labels }: LineProps<ConsentChange>) {
  return <li>{consentWords(change, labels)}</li>
}

/** Subscribing is more than joining: it says since when, or that the person is asked to confirm. */
export function consentWords(
  { channels, audience, consentedAt, confirms }: ConsentChange,
  labels: PartLabels,
): string {
  const to = channels.map((channel) => channelWords[channel]).join(' and ')
  const where = audience === null ? '' : ` on ${labels.audience(audience)}`
  const since = consentedAt === null ? '' : `, agreed on ${consentedAt.slice(0, 10)}`
  return `${confirms ? 'Asked to confirm' : 'Subscribed to'} ${to}${where}${since}`
}

function FieldLines({ change, labels }: LineProps<ContactChange | RecordChange>) {
  return Object.entries(change.after).map(([field, after]) => (
    <li key={field}>
      <span className={classes.field}>{labels.field(field as FieldId)}</span>{' '}
      <Value value={change.before[field as FieldId]} isBefore />
      <span aria-hidden> → </span>
      <VisuallyHidden> becomes </VisuallyHidden>
      <Value value={after} isBefore={false} />
    </li>
  ))
}

function Value({ value, isBefore }: { readonly value: FieldValue | undefined; readonly isBefore: boolean }) {
  if (value === undefined || value === null || value === '')
    return <span className={classes.empty}>{isBefore ? 'empty' : 'cleared'}</span>
  return <span className={isBefore ? classes.before : classes.after}>{valueWords(value)}</span>
}
