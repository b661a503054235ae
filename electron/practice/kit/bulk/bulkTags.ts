import { join, membershipTime } from '../audiences.ts'
import type { Input } from '../input.ts'
import type { Subscriber, Tag } from '../model.ts'
import type { KitAccount } from '../route.ts'
import { deleteTag, ensureTag, tagAnswer, tagging, untag } from '../tags.ts'
import type { KitState } from '../state.ts'
import type { BulkRow } from './bulk.ts'
import { bulk } from './bulk.ts'
import { bulkPerson, personOfRow, rowId } from './bulkRows.ts'

/** POST /v4/bulk/tags: names that are there already come back like new ones; blank ones fail. */
export const bulkCreateTags = bulk({ rows: 'tags', noun: 'tags', done: 'tags', write: createTagOfRow })

/** DELETE /v4/bulk/tags: the one way to delete a tag; everybody who has it loses it. */
export const bulkDeleteTags = bulk({ rows: 'tags', noun: 'tags', done: null, write: deleteTagOfRow })

/** POST /v4/bulk/tags/subscribers: one person in the answer for each tagging, also for those that were there. */
export const bulkTag = bulk({ rows: 'taggings', noun: 'taggings', done: 'subscribers', write: tagRow })

/** DELETE /v4/bulk/tags/subscribers: a tag somebody doesn't have is no failure (assumed). */
export const bulkUntag = bulk({ rows: 'taggings', noun: 'taggings', done: null, write: untagRow })

function createTagOfRow(row: Input, { state }: KitAccount): BulkRow {
  const name = typeof row.name === 'string' ? row.name.trim() : ''
  if (name === '')
    return { failed: { errors: ["Name can't be blank"], tag: { name: row.name ?? null, created_at: null } } }
  return { done: tagAnswer(ensureTag(state, name).tag) }
}

function deleteTagOfRow(row: Input, { state }: KitAccount): BulkRow {
  const tag = state.tags.get(rowId(row, 'id') ?? -1)
  if (tag === undefined)
    return { failed: { errors: ['Tag does not exist'], tag: { id: rowId(row, 'id') ?? null } } }
  deleteTag(state, tag)
  return { done: tag.id }
}

function tagRow(row: Input, kit: KitAccount): BulkRow {
  const found = findTagging(row, kit.state)
  if ('failed' in found) return found
  const { membership } = join(kit, tagging, found.tag.id, found.person, null)
  return { done: bulkPerson(found.person, membershipTime(tagging, membership)) }
}

function untagRow(row: Input, kit: KitAccount): BulkRow {
  const found = findTagging(row, kit.state)
  if ('failed' in found) return found
  untag(kit, found.tag, found.person)
  return { done: found.person.id }
}

/** What isn't there comes back as null, as in the document's example. */
function findTagging(
  row: Input,
  state: KitState,
): Extract<BulkRow, { failed: unknown }> | { readonly tag: Tag; readonly person: Subscriber } {
  const tag = state.tags.get(rowId(row, 'tag_id') ?? -1)
  const person = personOfRow(row, state)
  if (tag !== undefined && person !== undefined) return { tag, person }
  const error = person === undefined ? 'Subscriber does not exist' : 'Tag does not exist'
  return {
    failed: { errors: [error], tagging: { tag_id: tag?.id ?? null, subscriber_id: person?.id ?? null } },
  }
}
