import type { AudienceKind, AudienceRef } from '../../../shared/model.ts'
import type { Clock } from '../clock.ts'
import type { Account, MirrorPage, PullRequest } from '../connectors/connector.ts'
import type { MirrorStore } from '../store/mirror.ts'

export interface RefreshRequest {
  /** The folded addresses the plan is about, each once. */
  readonly emails: readonly string[]
  /** The audiences the plan would put people into. */
  readonly audiences: readonly AudienceRef[]
}

export interface RefreshDeps {
  readonly account: Account
  readonly mirror: MirrorStore
  readonly clock: Clock
  readonly onPage?: (contacts: number) => void
}

/** How the mirror was brought up to date, for the plan to say. */
export interface Refreshed {
  readonly how: 'everyone' | 'what changed' | 'the people in the file'
  readonly at: number
}

/** Kinds of membership that came with the people, so that they need no read of their own. */
type Seen = ReadonlySet<AudienceKind>

/**
 * Brings the mirror up to date for one plan, in the way that takes the fewest requests, and always including
 * who left. What is not in the mirror afterwards is not in the account.
 */
export async function refreshMirror(
  deps: RefreshDeps,
  request: RefreshRequest,
  signal: AbortSignal,
): Promise<Refreshed> {
  const at = deps.clock.now()
  const how = await cheapest(deps, request, signal)
  const seen = await readPeople[how](deps, request, at, signal)
  for (const audience of request.audiences)
    if (!seen.has(audience.kind)) await readMembers(deps, audience, at, signal)
  return { how, at }
}

async function cheapest(
  { account, mirror }: RefreshDeps,
  { emails, audiences }: RefreshRequest,
  signal: AbortSignal,
): Promise<Refreshed['how']> {
  const since = mirror.freshness('people')?.since ?? null
  const members = async () => {
    let requests = 0
    for (const audience of audiences) requests += await account.cost({ what: 'members', audience }, signal)
    return requests
  }
  const these = await account.cost({ what: 'these', emails }, signal)
  if (these <= 1) return 'the people in the file'
  const everyone = await account.cost({ what: 'people' }, signal)
  const changed =
    since === null
      ? Infinity
      : (await account.cost({ what: 'changed', since }, signal)) +
        (await account.cost({ what: 'left' }, signal)) +
        (await members())
  if (changed < these && changed < everyone) return 'what changed'
  return these < everyone ? 'the people in the file' : 'everyone'
}

const readPeople: Record<
  Refreshed['how'],
  (deps: RefreshDeps, request: RefreshRequest, at: number, signal: AbortSignal) => Promise<Seen>
> = {
  async everyone(deps, _request, at, signal) {
    const { next, seen } = await savePages(deps, { what: 'people' }, signal)
    deps.mirror.forgetPeopleUnseenSince(at)
    deps.mirror.setFreshness('people', { at, since: next })
    return seen
  },
  // Tags may change without moving a person's update time, so the audiences are always read on their own here.
  async 'what changed'(deps, _request, at, signal) {
    const since = deps.mirror.freshness('people')?.since ?? ''
    const { next } = await savePages(deps, { what: 'changed', since }, signal)
    await savePages(deps, { what: 'left' }, signal)
    deps.mirror.setFreshness('people', { at, since: next ?? since })
    return new Set()
  },
  async 'the people in the file'(deps, { emails }, at, signal) {
    const { seen } = await savePages(deps, { what: 'these', emails }, signal)
    deps.mirror.forgetAddresses(emails, at)
    return seen
  },
}

async function readMembers(
  deps: RefreshDeps,
  audience: AudienceRef,
  at: number,
  signal: AbortSignal,
): Promise<void> {
  await savePages(deps, { what: 'members', audience }, signal)
  deps.mirror.forgetMembersUnseenSince(audience, at)
}

async function savePages(
  { account, mirror, clock, onPage }: RefreshDeps,
  request: PullRequest,
  signal: AbortSignal,
): Promise<{ next: string | null; seen: Seen }> {
  let last: MirrorPage | undefined
  let kinds: readonly AudienceKind[] | undefined
  for await (const page of account.pull(request, signal)) {
    mirror.savePage(page, clock.now())
    kinds =
      kinds === undefined ? page.completeKinds : kinds.filter((kind) => page.completeKinds.includes(kind))
    onPage?.(page.contacts.length)
    last = page
  }
  return { next: last?.next ?? null, seen: new Set(kinds ?? []) }
}
