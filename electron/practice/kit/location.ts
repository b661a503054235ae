import type { Answer } from '../answer.ts'
import { invalid, noContent, notFound, ok } from './answers.ts'
import type { Input, KitRequest } from './input.ts'
import { asRecord, nullableText, pathId } from './input.ts'
import type { Location, Subscriber } from './model.ts'
import type { KitAccount } from './route.ts'
import { locationAnswer } from './subscriberAnswer.ts'
import { personOf } from './subscriberWrites.ts'

const names = ['city', 'state_province', 'country_code', 'latitude', 'longitude', 'timezone']

/** POST /v4/subscribers/{subscriber_id}/location: only the country is needed. */
export function setLocation(request: KitRequest, kit: KitAccount): Answer {
  return store(request, kit, asRecord(request.input.location) ?? {})
}

/** PATCH: all six are needed, though any but the country may be null. */
export function changeLocation(request: KitRequest, kit: KitAccount): Answer {
  const location = asRecord(request.input.location) ?? {}
  const person = personOf(kit.state, pathId(request, 'subscriber_id'))
  if (person.location === null) throw notFound()
  const missing = names.filter((name) => location[name] === undefined)
  if (missing.length > 0) throw invalid(...missing.map((name) => `${title(name)} can't be blank`))
  return store(request, kit, location)
}

/** DELETE: 404 where there is none (assumed). */
export function deleteLocation(request: KitRequest, kit: KitAccount): Answer {
  const person = personOf(kit.state, pathId(request, 'subscriber_id'))
  if (person.location === null) throw notFound()
  save(kit, person, null)
  return noContent()
}

function store(request: KitRequest, kit: KitAccount, input: Input): Answer {
  const person = personOf(kit.state, pathId(request, 'subscriber_id'))
  const location = readLocation(input)
  save(kit, person, location)
  return ok({ subscriber: { id: person.id, location: locationAnswer(location) } })
}

function save(kit: KitAccount, person: Subscriber, location: Location | null): void {
  kit.state.subscribers.save({ ...person, location, updatedAt: kit.state.now() })
}

function readLocation(input: Input): Location {
  const country = typeof input.country_code === 'string' ? input.country_code.trim().toUpperCase() : ''
  if (country === '') throw invalid("Country code can't be blank")
  if (!/^[A-Z]{2}$/.test(country)) throw invalid('Country code is invalid')
  return {
    city: nullableText(input, 'city') ?? null,
    state: nullableText(input, 'state_province') ?? null,
    country,
    latitude: readDegrees(input, 'latitude', 90),
    longitude: readDegrees(input, 'longitude', 180),
    timezone: nullableText(input, 'timezone') ?? null,
  }
}

function readDegrees(input: Input, name: string, limit: number): number | null {
  const text = nullableText(input, name) ?? null
  if (text === null) return null
  const degrees = text.trim() === '' ? NaN : Number(text)
  if (!(Math.abs(degrees) <= limit)) throw invalid(`${title(name)} is invalid`)
  return degrees
}

function title(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
