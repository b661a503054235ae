import { AppError } from '../../shared/errors.ts'
import type { Audience, Channel, Column, ConsentRule, SourceInfo, ValueSettings } from '../../shared/model.ts'
import { parseDate } from '../../shared/values/date.ts'
import { chooseAudiences } from './chooseAudiences.ts'

/** What the user said about consent on the command line. */
export interface ConsentOptions {
  readonly subscribe?: 'email' | 'sms' | 'both'
  readonly subscribeList?: string
  readonly consentedAt?: string
  readonly consentSource?: string
}

const channels: Readonly<Record<NonNullable<ConsentOptions['subscribe']>, readonly Channel[]>> = {
  email: ['email'],
  sms: ['sms'],
  both: ['email', 'sms'],
}

/** How people are to be subscribed; `null` where they are not. Pure. @throws AppError `invalid-input`, `not-found` */
export function chooseConsent(
  options: ConsentOptions,
  source: Pick<SourceInfo, 'name' | 'columns'>,
  audiences: readonly Audience[],
  values: ValueSettings,
): ConsentRule | null {
  const { subscribe, subscribeList, consentedAt, consentSource } = options
  if (subscribe === undefined) {
    refuseAlone(options)
    return null
  }
  const wanted = subscribeList === undefined ? [] : [{ kind: 'list' as const, nameOrId: subscribeList }]
  const [audience] = chooseAudiences(wanted, audiences)
  return {
    channels: channels[subscribe],
    audience: audience ? { kind: audience.kind, id: audience.id } : null,
    since: consentedAt === undefined ? null : sinceOf(consentedAt, source.columns, values),
    source: consentSource ?? `Imported from ${source.name}`.slice(0, 200),
  }
}

/** Without `--subscribe` these would be ignored in silence. */
function refuseAlone({ subscribeList, consentedAt, consentSource }: ConsentOptions): void {
  const alone = Object.entries({
    '--subscribe-list': subscribeList,
    '--consented-at': consentedAt,
    '--consent-source': consentSource,
  }).find(([, value]) => value !== undefined)
  if (alone)
    throw new AppError(
      'invalid-input',
      `${alone[0]} has no effect without --subscribe email, sms or both: nobody would be subscribed.`,
    )
}

function sinceOf(
  text: string,
  columns: readonly Column[],
  { dateOrder }: ValueSettings,
): ConsentRule['since'] {
  const wanted = text.trim().toLowerCase()
  const column = columns.find(({ name }) => name.toLowerCase() === wanted)
  if (column) return { column: column.index }
  const read = parseDate(text, dateOrder)
  if (read.ok) return { date: new Date(String(read.value)).toISOString() }
  const names = columns.map(({ name }) => name).join(', ')
  throw new AppError(
    'invalid-input',
    `--consented-at "${text}" is neither a column of the file nor a date such as 2024-01-31. The columns are: ${names}.`,
  )
}
