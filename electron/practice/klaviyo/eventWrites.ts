import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { Refusal } from '../answer.ts'
import { tiers } from './buckets.ts'
import { duplicateProfile, invalid, invalidBody } from './errors.ts'
import type { Problem } from './errors.ts'
import { eventProblems } from './eventRules.ts'
import { identify, namesSomebody } from './identify.ts'
import type { KlaviyoAccount, KlaviyoRequest } from './operation.ts'
import { operation } from './operation.ts'
import { recordEvent } from './recordEvent.ts'
import { document, eventProfileAttributes, jsonObject, profileMeta, time } from './shapes.ts'
import { parseTime } from './times.ts'
import { noIdentifier, upsertProfile } from './writeProfile.ts'

const metric = z.strictObject({
  data: z.strictObject({
    type: z.literal('metric', "Expected the type 'metric'."),
    attributes: z.strictObject({
      name: z
        .string()
        .min(1, 'A metric needs a name.')
        .max(127, 'A metric name must be shorter than 128 characters.'),
      service: z.string().nullish(),
    }),
  }),
})

const profile = z.strictObject({
  data: z.strictObject({
    type: z.literal('profile', "Expected the type 'profile'."),
    id: z.string().nullish(),
    attributes: eventProfileAttributes.default({}),
    meta: profileMeta.optional(),
  }),
})

const happening = {
  properties: jsonObject,
  time: time.nullish(),
  value: z.number().nullish(),
  value_currency: z.string().nullish(),
  unique_id: z.string().nullish(),
  backfill: z.boolean().nullish(),
  metric,
}

const one = document('event', { attributes: z.strictObject({ ...happening, profile }) })

const several = document('event-bulk-create-job', {
  attributes: z.strictObject({
    'events-bulk-create': z.strictObject({
      data: z
        .array(
          z.strictObject({
            type: z.literal('event-bulk-create', "Expected the type 'event-bulk-create'."),
            attributes: z.strictObject({
              backfill: z.boolean().nullish(),
              profile,
              events: z.strictObject({
                data: z.array(
                  z.strictObject({
                    type: z.literal('event', "Expected the type 'event'."),
                    attributes: z.strictObject(happening),
                  }),
                ),
              }),
            }),
          }),
        )
        .min(1, 'At least one profile with events must be given.'),
    }),
  }),
})

type Happening = z.infer<z.ZodObject<typeof happening>>
type EventProfile = z.infer<typeof profile>['data']

const maxEvents = 1000

export const eventWriteOperations = [
  operation({
    method: 'POST',
    path: '/api/events',
    tier: tiers.XL,
    scopes: ['events:write'],
    type: 'event',
    body: one,
    handle: createEvent,
  }),
  operation({
    method: 'POST',
    path: '/api/event-bulk-create-jobs',
    tier: tiers.M,
    scopes: ['events:write'],
    type: 'event-bulk-create-job',
    body: several,
    handle: createEvents,
  }),
]

/** 202 without a body. The profile is created or changed by what came with the event. */
function createEvent({ body }: KlaviyoRequest<z.infer<typeof one>>, klaviyo: KlaviyoAccount): Answer {
  const { profile, ...event } = body.data.attributes
  const at = '/data/attributes'
  refuse([
    ...profileProblems(profile.data, `${at}/profile/data`),
    ...eventProblems(event, at, klaviyo.state.now()),
  ])
  later(klaviyo, [{ profile: profile.data, events: [event] }])
  return { status: 202 }
}

/** 202 without a body. A unique id that comes twice refuses the whole request. */
function createEvents({ body }: KlaviyoRequest<z.infer<typeof several>>, klaviyo: KlaviyoAccount): Answer {
  const groups = body.data.attributes['events-bulk-create'].data.map(({ attributes }) => ({
    profile: attributes.profile.data,
    events: attributes.events.data.map((each) => each.attributes),
  }))
  const all = groups.flatMap(({ events }) => events)
  if (all.length > maxEvents)
    throw invalidBody(
      '/data/attributes/events-bulk-create',
      `At most ${maxEvents} events may be sent in one request.`,
    )
  const ids = all.flatMap(({ unique_id }) => (unique_id ? [unique_id] : []))
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index)
  if (repeated !== undefined)
    throw invalidBody(
      '/data/attributes/events-bulk-create',
      `The unique_id '${repeated}' is used more than once.`,
    )
  refuse(
    groups.flatMap(({ profile, events }, index) => {
      const at = `/data/attributes/events-bulk-create/data/${index}/attributes`
      return [
        ...profileProblems(profile, `${at}/profile/data`),
        ...events.flatMap((event, place) =>
          eventProblems(event, `${at}/events/data/${place}/attributes`, klaviyo.state.now()),
        ),
      ]
    }),
  )
  later(klaviyo, groups)
  return { status: 202 }
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw invalid(...problems)
}

function profileProblems({ id, attributes }: EventProfile, pointer: string): readonly Problem[] {
  if (namesSomebody({ id, ...attributes }) || attributes.anonymous_id) return []
  return [{ detail: noIdentifier, source: { pointer: `${pointer}/attributes` } }]
}

interface EventGroup {
  readonly profile: EventProfile
  readonly events: readonly Happening[]
}

/** The profiles are there at once, or nobody where identifiers disagree; the events follow. */
function later(klaviyo: KlaviyoAccount, groups: readonly EventGroup[]): void {
  const { state, tally } = klaviyo
  const now = state.now()
  for (const { profile } of groups) {
    const { conflict } = identify(state.profiles, { id: profile.id, ...profile.attributes })
    if (conflict !== undefined) throw new Refusal(duplicateProfile(conflict.id))
  }
  for (const { profile, events } of groups) {
    const { meta = profile.meta, ...attributes } = profile.attributes
    const { id: profileId } = upsertProfile(klaviyo, { id: profile.id, attributes, meta }, now).profile
    state.agenda.at(now + state.delays.eventMs, () => {
      if (state.profiles.get(profileId) === undefined) return
      for (const event of events)
        if (recordEvent(state, draftOf(event, profileId, now)) !== undefined) tally.count(profileId, 'events')
    })
  }
}

function draftOf(event: Happening, profileId: string, now: number) {
  return {
    metricName: event.metric.data.attributes.name,
    profileId,
    at: (event.time ? parseTime(event.time) : undefined) ?? now,
    properties: event.properties,
    ...(typeof event.value === 'number' ? { value: event.value } : {}),
    ...(event.unique_id ? { uniqueId: event.unique_id } : {}),
  }
}
