import { z } from 'zod'
import type { Audience, Field } from '../../../../shared/model.ts'
import type { NoteRequest } from '../connector.ts'
import { customField, tag, understand } from './answers.ts'
import { toAudience, toField } from './describe.ts'
import type { SendToKit } from './request.ts'

/** Makes a tag. Kit answers 200 with the tag that has this name already, in whatever case it is written. */
export async function createTag(
  send: SendToKit,
  name: string,
  note: NoteRequest,
  signal: AbortSignal,
): Promise<Audience> {
  const path = '/v4/tags'
  const answered = note({ method: 'POST', path, fields: [] })
  const answer = await send({ method: 'POST', path, body: { name }, about: `the tag “${name}”` }, signal)
  answered(answer.status)
  return toAudience('tag', understand(z.object({ tag }), answer, 'a new tag').tag, true)
}

/** Makes a custom field. Kit answers 200 with the one that has this label already. */
export async function createCustomField(send: SendToKit, label: string, signal: AbortSignal): Promise<Field> {
  const path = '/v4/custom_fields'
  const answer = await send({ method: 'POST', path, body: { label }, about: `the field “${label}”` }, signal)
  return toField(understand(z.object({ custom_field: customField }), answer, 'a new field').custom_field)
}
