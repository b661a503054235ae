import type { Audience, Field } from '../../../../../shared/model.ts'
import type { NoteRequest } from '../../connector.ts'
import { customField, tag, understand } from '../answers.ts'
import { toAudience, toField } from '../describe.ts'
import type { SendToKit } from '../request.ts'
import { customFields, tags } from './answers.ts'

/** Makes a tag, or finds the one of this name: version 3 refuses a name that is taken. */
export async function createTag(
  send: SendToKit,
  name: string,
  note: NoteRequest,
  signal: AbortSignal,
): Promise<Audience> {
  const path = '/v3/tags'
  const list = understand(tags, await send({ method: 'GET', path, about: 'tags' }, signal), 'tags')
  const known = list.tags.find((one) => one.name?.toLowerCase() === name.toLowerCase())
  if (known) return toAudience('tag', known, true)
  const answered = note({ method: 'POST', path, fields: [] })
  const about = `the tag “${name}”`
  const answer = await send({ method: 'POST', path, body: { tag: { name } }, about }, signal)
  answered(answer.status)
  return toAudience('tag', understand(tag, answer, 'a new tag'), true)
}

/** Makes a custom field, or finds the one of this label. */
export async function createCustomField(send: SendToKit, label: string, signal: AbortSignal): Promise<Field> {
  const path = '/v3/custom_fields'
  const known = (await listCustomFields(send, signal)).find((one) => one.label === label)
  if (known) return toField(known)
  const answer = await send({ method: 'POST', path, body: { label }, about: `the field “${label}”` }, signal)
  return toField(understand(customField, answer, 'a new field'))
}

export async function listCustomFields(send: SendToKit, signal: AbortSignal) {
  const answer = await send({ method: 'GET', path: '/v3/custom_fields', about: 'custom fields' }, signal)
  return understand(customFields, answer, 'custom fields').custom_fields
}

/** Ids of the tags there are. */
export async function listTags(send: SendToKit, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const answer = await send({ method: 'GET', path: '/v3/tags', about: 'tags' }, signal)
  return new Set(understand(tags, answer, 'tags').tags.map(({ id }) => id))
}
