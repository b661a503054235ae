import type { Answer } from '../answer.ts'
import { created, invalid, noContent, notFound, ok } from './answers.ts'
import type { Input, KitRequest } from './input.ts'
import { flag, nullableText, pathId } from './input.ts'
import type { Sequence, SequenceEmail } from './model.ts'
import { paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'
import { sequenceOf } from './sequences.ts'
import { readSendDays, readTemplateId } from './sequenceSettings.ts'
import type { KitState } from './state.ts'

/** GET /v4/sequences/{sequence_id}/emails: by position; `include_content` adds the heavy part. */
export function listSequenceEmails(request: KitRequest, { state }: KitAccount): Answer {
  const sequence = sequenceOf(request, state, 'sequence_id')
  const { rows, pagination } = paginate(
    emailsOf(state, sequence.id),
    { place: (email) => [email.position, email.id], parts: ['number', 'number'], direction: 'asc' },
    request.input,
  )
  const withContent = flag(request.input, 'include_content')
  return ok({ emails: rows.map((email) => emailAnswer(state, sequence, email, withContent)), pagination })
}

/** GET /v4/sequences/{sequence_id}/emails/{id} */
export function getSequenceEmail(request: KitRequest, { state }: KitAccount): Answer {
  const { sequence, email } = emailOf(request, state)
  return ok({ email: emailAnswer(state, sequence, email, true) })
}

/** POST /v4/sequences/{sequence_id}/emails: a draft at the end unless the request says otherwise. */
export function createSequenceEmail(request: KitRequest, { state }: KitAccount): Answer {
  const sequence = sequenceOf(request, state, 'sequence_id')
  const { input } = request
  const email: SequenceEmail = {
    previewText: null,
    content: null,
    emailTemplateId: null,
    published: false,
    sendDays: null,
    position: nextPosition(state, sequence.id),
    ...readSettings(input, state),
    subject: readSubject(input),
    delayValue: readDelayValue(input),
    delayUnit: readDelayUnit(input),
    id: state.newId('sequenceEmail'),
    sequenceId: sequence.id,
  }
  return created(store(state, sequence, email))
}

/** PUT /v4/sequences/{sequence_id}/emails/{id}: what is left out stays. */
export function updateSequenceEmail(request: KitRequest, { state }: KitAccount): Answer {
  const { sequence, email } = emailOf(request, state)
  const { input } = request
  return ok(
    store(state, sequence, {
      ...email,
      ...readSettings(input, state),
      ...(input.subject === undefined ? {} : { subject: readSubject(input) }),
      ...(input.delay_value === undefined ? {} : { delayValue: readDelayValue(input) }),
      ...(input.delay_unit === undefined ? {} : { delayUnit: readDelayUnit(input) }),
    }),
  )
}

/** DELETE /v4/sequences/{sequence_id}/emails/{id} */
export function deleteSequenceEmail(request: KitRequest, { state }: KitAccount): Answer {
  state.sequenceEmails.delete(emailOf(request, state).email.id)
  return noContent()
}

function store(state: KitState, sequence: Sequence, email: SequenceEmail) {
  const others = emailsOf(state, sequence.id).filter((other) => other.id !== email.id)
  if (others.some((other) => other.position === email.position))
    throw invalid('position has already been taken')
  const isFirst = others.every((other) => other.position > email.position)
  if (!isFirst && email.delayValue === 0) throw invalid('delay_value must be greater than 0')
  state.sequenceEmails.set(email.id, email)
  return { email: emailAnswer(state, sequence, email, true) }
}

function readSettings(input: Input, state: KitState): Partial<SequenceEmail> {
  const previewText = nullableText(input, 'preview_text')
  const content = nullableText(input, 'content')
  return {
    ...(previewText === undefined ? {} : { previewText }),
    ...(content === undefined ? {} : { content }),
    ...(input.email_template_id === undefined ? {} : { emailTemplateId: readTemplateId(input, state) }),
    ...(input.published === undefined ? {} : { published: flag(input, 'published') }),
    ...(input.send_days === undefined
      ? {}
      : { sendDays: input.send_days === null ? null : readSendDays(input.send_days) }),
    ...(input.position === undefined || input.position === null
      ? {}
      : { position: readCount(input, 'position') }),
  }
}

function readSubject(input: Input): string {
  const subject = typeof input.subject === 'string' ? input.subject.trim() : ''
  if (subject === '') throw invalid("subject can't be blank")
  return subject
}

function readDelayValue(input: Input): number {
  return readCount(input, 'delay_value')
}

function readDelayUnit(input: Input): 'days' | 'hours' {
  if (input.delay_unit === 'days' || input.delay_unit === 'hours') return input.delay_unit
  throw invalid('delay_unit must be one of: days, hours')
}

function readCount(input: Input, name: string): number {
  const value = input[name]
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw invalid(`${name} must be an integer of 0 or more`)
}

function nextPosition(state: KitState, sequenceId: number): number {
  return Math.max(-1, ...emailsOf(state, sequenceId).map((email) => email.position)) + 1
}

function emailsOf(state: KitState, sequenceId: number): readonly SequenceEmail[] {
  return [...state.sequenceEmails.values()].filter((email) => email.sequenceId === sequenceId)
}

function emailOf(request: KitRequest, state: KitState) {
  const sequence = sequenceOf(request, state, 'sequence_id')
  const email = state.sequenceEmails.get(pathId(request, 'id'))
  if (email?.sequenceId !== sequence.id) throw notFound()
  return { sequence, email }
}

function emailAnswer(state: KitState, sequence: Sequence, email: SequenceEmail, withContent: boolean) {
  return {
    id: email.id,
    sequence_id: email.sequenceId,
    subject: email.subject,
    preview_text: email.previewText,
    email_address: sequence.emailAddress ?? state.account.emailAddress,
    email_template_id: email.emailTemplateId,
    published: email.published,
    position: email.position,
    delay_value: email.delayValue,
    delay_unit: email.delayUnit,
    // Mails delayed by hours ignore the days of the week, and say so with null.
    send_days: email.delayUnit === 'hours' ? null : (email.sendDays ?? sequence.sendDays),
    ...(withContent ? { content: email.content } : {}),
  }
}
