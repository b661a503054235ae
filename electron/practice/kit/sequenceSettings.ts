import { invalid } from './answers.ts'
import { isEmailAddress } from './emailAddress.ts'
import type { Input } from './input.ts'
import { asList, asRecord, flag, idList, optionalText } from './input.ts'
import type { Sequence, SourceGroup } from './model.ts'
import type { KitState } from './state.ts'

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const sourceTypes = ['tag', 'sequence', 'form', 'segment']

type Settings = Partial<Pick<Sequence, Setting>>
type Setting =
  | 'name'
  | 'emailAddress'
  | 'emailTemplateId'
  | 'sendDays'
  | 'sendHour'
  | 'timeZone'
  | 'active'
  | 'repeat'
  | 'hold'
  | 'excludeSources'

/**
 * The settings of a sequence that a request names; what it leaves out is absent.
 * @throws Refusal 422. The texts for name and hour are Kit's, the others assumed.
 */
export function readSequenceSettings(input: Input, state: KitState): Settings {
  const has = (name: string) => input[name] !== undefined
  return {
    ...(has('name') ? { name: readName(input) } : {}),
    ...(has('email_address') ? { emailAddress: readAddress(input) } : {}),
    ...(has('email_template_id') ? { emailTemplateId: readTemplateId(input, state) } : {}),
    ...(has('send_days') ? { sendDays: readSendDays(input.send_days) } : {}),
    ...(has('send_hour') ? { sendHour: readSendHour(input.send_hour) } : {}),
    ...(has('time_zone') ? { timeZone: readTimeZone(input) } : {}),
    ...(has('active') ? { active: flag(input, 'active') } : {}),
    ...(has('repeat') ? { repeat: flag(input, 'repeat') } : {}),
    ...(has('hold') ? { hold: flag(input, 'hold') } : {}),
    ...(has('exclude_subscriber_sources')
      ? { excludeSources: readSources(input.exclude_subscriber_sources) }
      : {}),
  }
}

/** An email template's id, or null. @throws Refusal 422 `Email template not found` */
export function readTemplateId(input: Input, state: KitState): number | null {
  const id = input.email_template_id
  if (id === null) return null
  if (typeof id !== 'number' || !state.emailTemplates.has(id)) throw invalid('Email template not found')
  return id
}

/** Days of the week as lower-case English words. @throws Refusal 422 */
export function readSendDays(value: unknown): readonly string[] {
  const days = asList(value)
  if (days === undefined || !days.every((day): day is string => weekdays.some((each) => each === day)))
    throw invalid(`send_days must be a list of: ${weekdays.join(', ')}`)
  return days
}

function readName(input: Input): string {
  const name = typeof input.name === 'string' ? input.name.trim() : ''
  if (name === '') throw invalid("name can't be blank")
  return name
}

function readAddress(input: Input): string | null {
  const address = optionalText(input, 'email_address') ?? null
  if (address !== null && !isEmailAddress(address)) throw invalid('Email address is invalid')
  return address
}

function readSendHour(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 23) return value
  throw invalid('send_hour must be an integer between 0 and 23')
}

function readTimeZone(input: Input): string {
  const zone = optionalText(input, 'time_zone') ?? ''
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone && zone
  } catch {
    throw invalid('time_zone is invalid') // Intl throws for every name that is no IANA time zone.
  }
}

function readSources(value: unknown): readonly SourceGroup[] {
  const groups = asList(value)?.map(asRecord)
  if (groups === undefined) throw invalid('exclude_subscriber_sources is invalid')
  return groups.map((group) => {
    const type = sourceTypes.find((each) => each === group?.type)
    if (type === undefined)
      throw invalid(`exclude_subscriber_sources type must be one of: ${sourceTypes.join(', ')}`)
    return { type, ids: idList(group?.ids, 'exclude_subscriber_sources ids') }
  })
}
