import { isIP } from 'node:net'
import { invalid } from './answers.ts'
import type { Input } from './input.ts'
import { asList, choice, nullableText } from './input.ts'
import type { WebhookEndpoint } from './model.ts'

const events = [
  'subscriber.created',
  'subscriber.activated',
  'subscriber.unsubscribed',
  'subscriber.bounced',
  'subscriber.complained',
  'subscriber.subscribed_to_form',
  'subscriber.added_to_sequence',
  'subscriber.sequence_completed',
  'subscriber.tag_added',
  'subscriber.tag_removed',
  'subscriber.custom_field_value_updated',
  'tag.created',
  'tag.deleted',
  'custom_field.created',
  'custom_field.deleted',
  'sequence.created',
  'sequence.deleted',
  'sequence.published',
  'sequence.disabled',
  'broadcast.created',
  'broadcast.sent',
  'broadcast.deleted',
  'post.published',
]
const maxDescription = 255

type Settings = Partial<Pick<WebhookEndpoint, 'name' | 'url' | 'events' | 'status' | 'description'>>

/** What a request says about an endpoint; what it leaves out is absent. @throws Refusal 422 (texts assumed) */
export function readEndpointSettings(input: Input): Settings {
  const name = nullableText(input, 'name')
  const description = nullableText(input, 'description')
  const status = choice(input, 'status', ['active', 'disabled'], undefined)
  if ((description ?? '').length > maxDescription)
    throw invalid(`Description is too long (maximum is ${maxDescription} characters)`)
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(status === undefined ? {} : { status }),
    ...(input.url === undefined ? {} : { url: readUrl(input.url) }),
    ...(input.events === undefined ? {} : { events: readEvents(input.events) }),
  }
}

/** A new endpoint needs an address and events. @throws Refusal 422 */
export function requireEndpoint(settings: Settings) {
  const { url, events: chosen } = settings
  if (url === undefined) throw invalid("Url can't be blank")
  if (chosen === undefined) throw invalid("Events can't be blank")
  return {
    name: settings.name ?? null,
    description: settings.description ?? null,
    status: settings.status ?? ('active' as const),
    url,
    events: chosen,
  }
}

/** Events that are planned but not shipped are refused like unknown ones. */
function readEvents(value: unknown): readonly string[] {
  const chosen = asList(value) ?? []
  if (chosen.length === 0) throw invalid("Events can't be blank")
  const unknown = chosen.find((each) => !events.some((event) => event === each))
  if (unknown !== undefined) throw invalid(`Events ${JSON.stringify(unknown)} is not available`)
  return chosen as readonly string[]
}

function readUrl(value: unknown): string {
  if (typeof value !== 'string' || !URL.canParse(value)) throw invalid('Url is invalid')
  const { protocol, hostname } = new URL(value)
  if (protocol !== 'https:' && protocol !== 'http:') throw invalid('Url is invalid')
  if (isPrivateHost(hostname)) throw invalid('Url must not be private, internal or loopback')
  return value
}

function isPrivateHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return /^\[(::|fc|fd|fe80)/i.test(hostname)
  if (isIP(hostname) === 4) return /^(0|10|127|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168)\./.test(hostname)
  return hostname === 'localhost' || /\.(localhost|local|internal)$/.test(hostname) || !hostname.includes('.')
}
