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
import { isoSeconds, notFound, ok } from './answers.ts'
import type { KitRequest } from './input.ts'
import { choice, nullableText, pathId, wordList } from './input.ts'
import type { Form, Membership, Subscriber } from './model.ts'
import { newestFirst, paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'
import { utmParameters } from './subscriberAnswer.ts'
import { memberRow } from './subscriberReads.ts'
import type { KitState } from './state.ts'

export const adding: AudienceKind = {
  kind: 'form',
  timeName: 'added',
  missingEmail: 'Either subscriber id or email address is required to add subscriber to form',
}

/** GET /v4/forms: only active ones unless `status` says otherwise; landing pages are of type `hosted`. */
export function listForms({ input }: KitRequest, { state }: KitAccount): Answer {
  const status = choice(input, 'status', ['active', 'archived', 'trashed', 'all'], 'active')
  const type = choice(input, 'type', ['embed', 'hosted'], undefined)
  const forms = [...state.forms.values()].filter(
    (form) => (status === 'all' || form.status === status) && (type === undefined || form.type === type),
  )
  const { rows, pagination } = paginate(
    forms,
    newestFirst((form) => form.id),
    input,
  )
  const counted = wordList(input, 'include').includes('subscriber_count')
  return ok({
    forms: rows.map((form) => ({
      ...formAnswer(form),
      ...(counted ? { subscriber_count: activeMembers(state, 'form', form.id) } : {}),
    })),
    pagination,
  })
}

/** POST /v4/forms/{form_id}/subscribers[/{id}]. There is no way out of a form again. */
export function addToForm(request: KitRequest, kit: KitAccount): Answer {
  const form = formOf(request, kit.state)
  const person = personInRequest(request, kit.state, adding)
  const referrer = nullableText(request.input, 'referrer') ?? null
  const { membership, isNew } = addPersonToForm(kit, form, person, referrer)
  return joinedAnswer(memberRow(kit.state, person, false, formContext(membership)), isNew)
}

/** Adds somebody, and mails them where they have to confirm. */
export function addPersonToForm(kit: KitAccount, form: Form, person: Subscriber, referrer: string | null) {
  const joined = join(kit, adding, form.id, person, referrer)
  if (joined.isNew) confirm(kit.state, form, person)
  return joined
}

/** GET /v4/forms/{form_id}/subscribers */
export function listFormSubscribers(request: KitRequest, { state }: KitAccount): Answer {
  return listMembers(request.input, state, adding, formOf(request, state).id, formContext)
}

/** Only an unconfirmed person is mailed, only by a form with double opt-in, and only when they are new on it. */
function confirm(state: KitState, form: Form, person: Subscriber): void {
  if (!form.doubleOptIn || person.state !== 'inactive') return
  state.mailsSent.set(person.id, (state.mailsSent.get(person.id) ?? 0) + 1)
}

/** What a form adds to a person in an answer: when they were added, and where they came from. */
export function formContext(membership: Membership) {
  return {
    ...membershipTime(adding, membership),
    referrer: membership.referrer,
    referrer_utm_parameters: utmParameters(membership.referrer),
  }
}

function formOf(request: KitRequest, state: KitState): Form {
  const form = openForm(state, pathId(request, 'form_id'))
  if (form === undefined) throw notFound()
  return form
}

/** A trashed form takes nobody and shows nobody, as if it were not there (assumed). An archived one still does. */
export function openForm(state: KitState, id: number): Form | undefined {
  const form = state.forms.get(id)
  return form?.status === 'trashed' ? undefined : form
}

/** A form as lists show it. */
export function formAnswer(form: Form) {
  const address = `https://practice.example/${form.uid}`
  return {
    id: form.id,
    name: form.name,
    created_at: isoSeconds(form.createdAt),
    type: form.type,
    format: form.format,
    embed_js: `${address}/index.js`,
    embed_url: address,
    archived: form.status === 'archived',
    uid: form.uid,
  }
}
