import { z } from 'zod'
import { AppError } from '../../../../shared/errors.ts'
import type { Audience, Field } from '../../../../shared/model.ts'
import type { NewAudience, NewField, NoteRequest } from '../connector.ts'
import { list, understand } from './answers.ts'
import { readLists, toAudience } from './describe.ts'
import { propertyFieldId } from './fields.ts'
import type { SendToKlaviyo } from './request.ts'

/** Makes a list. Klaviyo takes the same name twice, so the one that is there is looked for first. */
export async function createList(
  send: SendToKlaviyo,
  { name, optIn }: Omit<NewAudience, 'kind'>,
  note: NoteRequest,
  signal: AbortSignal,
): Promise<Audience> {
  const found = named(await readLists(send, signal), name)
  if (found) return found
  const path = '/api/lists'
  const attributes = { name, ...(optIn !== null && { opt_in_process: `${optIn}_opt_in` }) }
  const body = JSON.stringify({ data: { type: 'list', attributes } })
  const answered = note({ method: 'POST', path, fields: [] })
  const answer = await send({ method: 'POST', path, body, about: `the list “${name}”` }, signal)
  answered(answer.status)
  return toAudience(understand(z.object({ data: list }), answer, 'a new list').data)
}

/** Written the same, or else in another case: nobody means two lists by that. */
function named(lists: readonly Audience[], name: string): Audience | undefined {
  const folded = name.toLowerCase()
  return (
    lists.find((one) => one.name === name) ?? lists.find((one) => one.name.trim().toLowerCase() === folded)
  )
}

/** A property is there as soon as somebody has it. @throws AppError `invalid-input` for one of Klaviyo's own names */
export function declareProperty({ label, type }: NewField): Field {
  if (label.startsWith('$'))
    throw new AppError(
      'invalid-input',
      `Klaviyo keeps names that start with $ for itself. Call the property “${label.replace(/^\$+/, '')}”, for example.`,
    )
  return { id: propertyFieldId(label), key: label, label, type, custom: true }
}
