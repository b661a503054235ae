import type { AccountSchema, Audience } from '../../../../shared/model.ts'
import { type KlaviyoList, type KlaviyoProfile, list, profile } from './answers.ts'
import { attributeFields } from './fields.ts'
import { listAll, listPages, peoplePerPage } from './list.ts'
import { propertyFields } from './properties.ts'
import type { SendToKlaviyo } from './request.ts'

/** The most lists that Klaviyo puts on a page. */
const listsPerPage = 10
/** Pages of people that are looked at for custom properties. */
const sampledPages = 2

/** All lists as they are now. */
export async function readLists(send: SendToKlaviyo, signal: AbortSignal): Promise<Audience[]> {
  const request = { path: '/api/lists', row: list, pageSize: listsPerPage, about: 'lists' }
  return (await listAll(send, request, signal)).map(toAudience)
}

export function toAudience({ id, attributes }: KlaviyoList): Audience {
  const name = attributes.name ?? `Unnamed list ${id}`
  return { kind: 'list', id, name, open: true, optIn: optIn(attributes.opt_in_process) }
}

/** The lists as they are now, and the fields: Klaviyo's own, and the properties of the people changed last. */
export async function describe(send: SendToKlaviyo, signal: AbortSignal): Promise<AccountSchema> {
  const audiences = await readLists(send, signal)
  return { fields: [...attributeFields, ...propertyFields(await sample(send, signal))], audiences }
}

function optIn(process: string | null | undefined): Audience['optIn'] {
  if (process === 'double_opt_in') return 'double'
  return process === 'single_opt_in' ? 'single' : null
}

async function sample(send: SendToKlaviyo, signal: AbortSignal): Promise<readonly KlaviyoProfile[]> {
  const people: KlaviyoProfile[] = []
  const query = { sort: '-updated', 'fields[profile]': 'properties' }
  const request = { path: '/api/profiles', row: profile, query, pageSize: peoplePerPage, about: 'people' }
  let pages = 0
  for await (const { rows } of listPages(send, request, null, signal)) {
    people.push(...rows)
    pages += 1
    if (pages === sampledPages) break
  }
  return people
}
