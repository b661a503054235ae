import type { AudienceKind } from './audiences.ts'
import {
  activeMembers,
  join,
  joinedAnswer,
  listMembers,
  membershipTime,
  personInRequest,
} from './audiences.ts'
import type { Answer } from '../answer.ts'
import { created, invalid, isoSeconds, noContent, notFound, ok } from './answers.ts'
import type { KitRequest } from './input.ts'
import { pathId } from './input.ts'
import type { Sequence } from './model.ts'
import { newestFirst, paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'
import { readSequenceSettings } from './sequenceSettings.ts'
import { memberRow } from './subscriberReads.ts'
import type { KitState } from './state.ts'

export const adding: AudienceKind = {
  kind: 'sequence',
  timeName: 'added',
  missingEmail: 'Either subscriber id or email address is required to add subscriber to sequence',
}

/** GET /v4/sequences */
export function listSequences({ input }: KitRequest, { state }: KitAccount): Answer {
  const { rows, pagination } = paginate(
    [...state.sequences.values()].filter((sequence) => !sequence.deleted),
    newestFirst((sequence) => sequence.id),
    input,
  )
  return ok({ sequences: rows.map((sequence) => sequenceAnswer(state, sequence)), pagination })
}

/** GET /v4/sequences/{id} */
export function getSequence(request: KitRequest, { state }: KitAccount): Answer {
  return ok({ sequence: sequenceAnswer(state, sequenceOf(request, state, 'id')) })
}

/** POST /v4/sequences: only a name is needed. */
export function createSequence({ input }: KitRequest, { state }: KitAccount): Answer {
  const settings = readSequenceSettings(input, state)
  if (settings.name === undefined) throw invalid("name can't be blank")
  const now = state.now()
  const sequence: Sequence = {
    ...defaults(state),
    ...settings,
    id: state.newId('sequence'),
    name: settings.name,
    createdAt: now,
    updatedAt: now,
    deleted: false,
  }
  state.sequences.set(sequence.id, sequence)
  return created({ sequence: sequenceAnswer(state, sequence) })
}

/** PUT /v4/sequences/{id}: what is left out stays. */
export function updateSequence(request: KitRequest, { state }: KitAccount): Answer {
  const sequence = sequenceOf(request, state, 'id')
  const next = { ...sequence, ...readSequenceSettings(request.input, state), updatedAt: state.now() }
  state.sequences.set(sequence.id, next)
  return ok({ sequence: sequenceAnswer(state, next) })
}

/** DELETE /v4/sequences/{id}: soft at Kit; for the API it is gone. */
export function deleteSequence(request: KitRequest, { state }: KitAccount): Answer {
  const sequence = sequenceOf(request, state, 'id')
  state.sequences.set(sequence.id, { ...sequence, deleted: true })
  return noContent()
}

/** POST /v4/sequences/{sequence_id}/subscribers[/{id}]. There is no way out of a sequence again. */
export function addToSequence(request: KitRequest, kit: KitAccount): Answer {
  const sequence = sequenceOf(request, kit.state, 'sequence_id')
  if (!sequence.active) throw invalid('Sequence is inactive')
  const person = personInRequest(request, kit.state, adding)
  const { membership, isNew } = join(kit, adding, sequence.id, person, null)
  return joinedAnswer(memberRow(kit.state, person, false, membershipTime(adding, membership)), isNew)
}

/** GET /v4/sequences/{sequence_id}/subscribers */
export function listSequenceSubscribers(request: KitRequest, { state }: KitAccount): Answer {
  const sequence = sequenceOf(request, state, 'sequence_id')
  return listMembers(request.input, state, adding, sequence.id, (membership) =>
    membershipTime(adding, membership),
  )
}

/** The sequence a path names. @throws Refusal 404, also for a deleted one */
export function sequenceOf(request: KitRequest, state: KitState, parameter: string): Sequence {
  const sequence = openSequence(state, pathId(request, parameter))
  if (sequence === undefined) throw notFound()
  return sequence
}

/** A sequence that is there and not deleted. */
export function openSequence(state: KitState, id: number): Sequence | undefined {
  const sequence = state.sequences.get(id)
  return sequence?.deleted === true ? undefined : sequence
}

function defaults(state: KitState) {
  return {
    hold: false,
    repeat: false,
    emailAddress: state.account.emailAddress,
    emailTemplateId: null,
    sendDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
    sendHour: 11,
    timeZone: state.account.timeZone,
    active: true,
    excludeSources: [],
  }
}

function sequenceAnswer(state: KitState, sequence: Sequence) {
  return {
    id: sequence.id,
    name: sequence.name,
    hold: sequence.hold,
    repeat: sequence.repeat,
    created_at: isoSeconds(sequence.createdAt),
    updated_at: isoSeconds(sequence.updatedAt),
    email_address: sequence.emailAddress,
    email_template_id: sequence.emailTemplateId,
    send_days: sequence.sendDays,
    send_hour: sequence.sendHour,
    time_zone: sequence.timeZone,
    active: sequence.active,
    exclude_subscriber_sources: sequence.excludeSources,
    email_count: [...state.sequenceEmails.values()].filter((email) => email.sequenceId === sequence.id)
      .length,
    subscriber_count: activeMembers(state, 'sequence', sequence.id),
  }
}
