import type { Answer } from '../../answer.ts'
import { created, isoSeconds, noContent, ok } from '../answers.ts'
import {
  broadcastAnswer,
  broadcastOf,
  createBroadcast,
  deleteBroadcast,
  updateBroadcast,
} from '../broadcasts.ts'
import { getBroadcastStats } from '../broadcastStats.ts'
import {
  customFieldOf,
  deleteCustomField,
  ensureCustomField,
  fieldAnswer,
  fieldByLabel,
} from '../customFields.ts'
import { formAnswer } from '../forms.ts'
import type { Input, KitRequest } from '../input.ts'
import { asList, asRecord } from '../input.ts'
import type { CustomField, Tag } from '../model.ts'
import type { KitAccount } from '../route.ts'
import type { KitState } from '../state.ts'
import { ensureTag, tagAnswer, tagByName } from '../tags.ts'
import { v3Invalid } from './v3Answers.ts'
import { v3Page } from './v3Pages.ts'

/** GET /v3/account */
export function v3Account(_request: KitRequest, { state: { account } }: KitAccount): Answer {
  return ok({ name: account.name, primary_email_address: account.emailAddress })
}

/** GET /v3/forms: all but trashed ones, archived ones marked. */
export function v3Forms(_request: KitRequest, { state }: KitAccount): Answer {
  const forms = [...state.forms.values()].filter(({ status }) => status !== 'trashed')
  return ok({
    forms: forms.map((form) => {
      const { embed_url: url, ...shown } = formAnswer(form)
      return {
        ...shown,
        url,
        embed_url: url,
        title: form.name,
        description: null,
        sign_up_button_text: 'Subscribe',
        success_message: 'Success! Now check your email to confirm your subscription.',
      }
    }),
  })
}

/** GET /v3/sequences and /v3/courses: called courses either way. */
export function v3Sequences(_request: KitRequest, { state }: KitAccount): Answer {
  const sequences = [...state.sequences.values()].filter(({ deleted }) => !deleted)
  return ok({
    courses: sequences.map(({ id, name, hold, repeat, createdAt }) => ({
      id,
      name,
      hold,
      repeat,
      created_at: isoSeconds(createdAt),
    })),
  })
}

/** GET /v3/tags */
export function v3Tags(_request: KitRequest, { state }: KitAccount): Answer {
  return ok({ tags: [...state.tags.values()].map(tagAnswer) })
}

/** POST /v3/tags: one or several. A name that is there already is a 422, other than in v4. */
export function v3CreateTags({ input }: KitRequest, { state }: KitAccount): Answer {
  const list = asList(input.tag)
  const names = (list ?? [input.tag]).map((each) => blankable(asRecord(each)?.name))
  if (names.length === 0 || names.includes('')) throw v3Invalid("Name can't be blank")
  if (names.some((name) => tagByName(state, name) !== undefined))
    throw v3Invalid('Name has already been taken')
  const tags = names.map((name) => v3Tag(state, ensureTag(state, name).tag))
  return created(list === undefined ? tags[0] : tags)
}

/** GET /v3/custom_fields */
export function v3CustomFields(_request: KitRequest, { state }: KitAccount): Answer {
  return ok({ custom_fields: [...state.customFields.values()].map(fieldAnswer) })
}

/** POST /v3/custom_fields: `label` is a text or a list (also as `labels`). A label that is there is a 422. */
export function v3CreateCustomFields({ input }: KitRequest, { state }: KitAccount): Answer {
  const wanted = input.label ?? input.labels
  const list = asList(wanted)
  const labels = (list ?? [wanted]).map(blankable)
  if (labels.length === 0 || labels.includes('')) throw v3Invalid("Label can't be blank")
  if (labels.some((label) => fieldByLabel(state, label) !== undefined))
    throw v3Invalid('Label has already been taken')
  const fields = labels.map((label) => fieldAnswer(ensureCustomField(state, label).field))
  return created(list === undefined ? fields[0] : fields)
}

/** PUT /v3/custom_fields/{id}: 204. Neither key nor name change with the label, other than in v4. */
export function v3RenameCustomField(request: KitRequest, { state }: KitAccount): Answer {
  const field: CustomField = customFieldOf(request, state)
  const label = blankable(request.input.label)
  if (label === '') throw v3Invalid("Label can't be blank")
  const owner = fieldByLabel(state, label)
  if (owner !== undefined && owner.id !== field.id) throw v3Invalid('Label has already been taken')
  state.customFields.set(field.id, { ...field, label })
  return noContent()
}

/** DELETE /v3/custom_fields/{id} */
export const v3DeleteCustomField = deleteCustomField

/** GET /v3/broadcasts */
export function v3Broadcasts({ input }: KitRequest, { state }: KitAccount): Answer {
  const { rows } = v3Page(state.broadcasts.values(), ({ id }) => id, input)
  return ok({
    broadcasts: rows.map(({ id, createdAt, subject }) => ({
      id,
      created_at: isoSeconds(createdAt),
      subject,
    })),
  })
}

/** GET /v3/broadcasts/{id} */
export function v3GetBroadcast(request: KitRequest, { state }: KitAccount): Answer {
  return ok({ broadcast: broadcastAnswer(state, broadcastOf(request, state, 'id')) })
}

/** POST, PUT and DELETE /v3/broadcasts came after the last public source of the old documentation: as in v4. */
export const v3CreateBroadcast = createBroadcast
export const v3UpdateBroadcast = updateBroadcast
export const v3DeleteBroadcast = deleteBroadcast

/** GET /v3/broadcasts/{broadcast_id}/stats: one object, as programs read it; the old documentation shows a list. */
export const v3BroadcastStats = getBroadcastStats

function v3Tag({ account }: KitState, tag: Tag) {
  const at = isoSeconds(tag.createdAt)
  return {
    account_id: account.id,
    created_at: at,
    deleted_at: null,
    id: tag.id,
    name: tag.name,
    state: 'available',
    updated_at: at,
  }
}

function blankable(value: Input[string]): string {
  return typeof value === 'string' ? value.trim() : ''
}
