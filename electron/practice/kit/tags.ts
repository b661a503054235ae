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
import type { Input, KitRequest } from './input.ts'
import { pathId, wordList } from './input.ts'
import type { Subscriber, Tag } from './model.ts'
import { newestFirst, paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'
import { memberRow } from './subscriberReads.ts'
import { personOf } from './subscriberWrites.ts'
import type { KitState } from './state.ts'

export const tagging: AudienceKind = {
  kind: 'tag',
  timeName: 'tagged',
  missingEmail: 'Either subscriber id or email address is required to tag subscriber',
}
const untagging: AudienceKind = {
  ...tagging,
  missingEmail: 'Either subscriber id or email address is required to remove tag from subscriber',
}

/** GET /v4/tags; `include=subscriber_count` adds how many active people have each. */
export function listTags({ input }: KitRequest, { state }: KitAccount): Answer {
  const { rows, pagination } = paginate(
    state.tags.values(),
    newestFirst((tag) => tag.id),
    input,
  )
  const counted = wordList(input, 'include').includes('subscriber_count')
  const tags = rows.map((tag) => ({
    ...tagAnswer(tag),
    ...(counted ? { subscriber_count: activeMembers(state, 'tag', tag.id) } : {}),
  }))
  return ok({ tags, pagination })
}

/** POST /v4/tags: names are unique in any case, so an existing one comes back with 200. */
export function createTag({ input }: KitRequest, { state }: KitAccount): Answer {
  const { tag, isNew } = ensureTag(state, requiredName(input))
  return isNew ? created({ tag: tagAnswer(tag) }) : ok({ tag: tagAnswer(tag) })
}

/** The tag with this name in any case, made where there is none. */
export function ensureTag(state: KitState, name: string): { readonly tag: Tag; readonly isNew: boolean } {
  const existing = tagByName(state, name)
  if (existing !== undefined) return { tag: existing, isNew: false }
  const tag = { id: state.newId('tag'), name, createdAt: state.now() }
  state.tags.set(tag.id, tag)
  return { tag, isNew: true }
}

/** Takes a tag out of the account, and from everybody who has it. */
export function deleteTag(state: KitState, tag: Tag): void {
  for (const { subscriberId } of [...state.memberships.tag.of(tag.id)])
    state.memberships.tag.remove(tag.id, subscriberId)
  state.tags.delete(tag.id)
}

/** PUT /v4/tags/{id}: 422 for a blank name or another tag's. */
export function renameTag(request: KitRequest, { state }: KitAccount): Answer {
  const tag = tagOf(request, state, 'id')
  const name = requiredName(request.input)
  const owner = tagByName(state, name)
  if (owner !== undefined && owner.id !== tag.id) throw invalid('Name has already been taken')
  const renamed = { ...tag, name }
  state.tags.set(tag.id, renamed)
  return ok({ tag: tagAnswer(renamed) })
}

/** POST /v4/tags/{tag_id}/subscribers[/{id}]: in any state, and without changing it. */
export function tagSubscriber(request: KitRequest, kit: KitAccount): Answer {
  const tag = tagOf(request, kit.state, 'tag_id')
  const person = personInRequest(request, kit.state, tagging)
  const { membership, isNew } = join(kit, tagging, tag.id, person, null)
  return joinedAnswer(memberRow(kit.state, person, false, membershipTime(tagging, membership)), isNew)
}

/** DELETE /v4/tags/{tag_id}/subscribers[/{id}]: 404 too where the person doesn't have the tag (assumed). */
export function untagSubscriber(request: KitRequest, kit: KitAccount): Answer {
  const tag = tagOf(request, kit.state, 'tag_id')
  const person = personInRequest(request, kit.state, untagging)
  if (!untag(kit, tag, person)) throw notFound()
  return noContent()
}

/** Takes a tag from somebody; `false` where they don't have it. */
export function untag(kit: KitAccount, tag: Tag, person: Subscriber): boolean {
  if (kit.state.memberships.tag.get(tag.id, person.id) === undefined) return false
  kit.state.memberships.tag.remove(tag.id, person.id)
  kit.tally.count(person.id, 'untagged')
  kit.state.tell({ name: 'tag_remove', subscriber: person, tag_id: tag.id })
  return true
}

/** GET /v4/tags/{tag_id}/subscribers */
export function listTagSubscribers(request: KitRequest, { state }: KitAccount): Answer {
  const tag = tagOf(request, state, 'tag_id')
  return listMembers(request.input, state, tagging, tag.id, (membership) =>
    membershipTime(tagging, membership),
  )
}

/** GET /v4/subscribers/{subscriber_id}/tags: one person's tags are read by id and never behind (assumed). */
export function listSubscriberTags(request: KitRequest, { state }: KitAccount): Answer {
  const person = personOf(state, pathId(request, 'subscriber_id'))
  const { rows, pagination } = paginate(
    state.memberships.tag.ofPerson(person.id),
    newestFirst((membership) => membership.id),
    request.input,
  )
  const tags = rows.map((membership) => ({
    id: membership.audienceId,
    name: state.tags.get(membership.audienceId)?.name,
    ...membershipTime(tagging, membership),
  }))
  return ok({ tags, pagination })
}

/** `{ id, name, created_at }` */
export function tagAnswer(tag: Tag) {
  return { id: tag.id, name: tag.name, created_at: isoSeconds(tag.createdAt) }
}

function tagOf(request: KitRequest, state: KitState, parameter: string): Tag {
  const tag = state.tags.get(pathId(request, parameter))
  if (tag === undefined) throw notFound()
  return tag
}

/** The tag with this name in any case. */
export function tagByName(state: KitState, name: string): Tag | undefined {
  const folded = foldName(name)
  return [...state.tags.values()].find((tag) => foldName(tag.name) === folded)
}

function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

function requiredName(input: Input): string {
  const name = typeof input.name === 'string' ? input.name.trim() : ''
  if (name === '') throw invalid("Name can't be blank")
  return name
}
