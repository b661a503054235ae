import { AppError } from '../../../shared/errors.ts'
import type { AudienceKind, AudienceRef, Channel } from '../../../shared/model.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import type { Clock } from '../clock.ts'
import type { Account, MirrorPage, PullRequest, WantedPeople } from '../connectors/connector.ts'
import type { MirrorStore, Refresh, UnfinishedRead } from '../store/mirror.ts'
import type { PeopleToRead } from './peopleToRead.ts'

export interface RefreshRequest {
  readonly people: PeopleToRead
  /** The audiences the plan would put people into. */
  readonly audiences: readonly AudienceRef[]
  /** Channels that people are to be subscribed to. */
  readonly channels: readonly Channel[]
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
  /** Folded addresses that the service does not take for one. */
  readonly refused: ReadonlySet<string>
}

/** People deleted in the account's own screens leave no trace in what changed: read everyone once a day. */
const wholeReadMs = 24 * 60 * 60_000

/**
 * Brings the mirror up to date for one plan, in the way that takes the fewest requests, and always including
 * who left. What is not in the mirror afterwards is not in the account.
 */
export async function refreshMirror(
  deps: RefreshDeps,
  request: RefreshRequest,
  signal: AbortSignal,
): Promise<Refreshed> {
  const refresh: Refresh = { number: deps.mirror.beginRefresh(), at: deps.clock.now() }
  const how = await cheapest(deps, request, signal)
  const { seen, refused } = await readPeople[how](deps, request, refresh, signal)
  for (const audience of request.audiences)
    if (!seen.has(audience.kind)) await readMembers(deps, audience, refresh, signal)
  deps.mirror.noteConfirmed()
  return { how, at: refresh.at, refused: new Set(refused.map(foldEmail)) }
}

/** For who looks for people by what only a mirror of everyone can tell: reads them where that was never done. */
export async function readEveryoneOnce(deps: RefreshDeps, signal: AbortSignal): Promise<void> {
  if (deps.mirror.freshness('everyone') !== null) return
  const refresh: Refresh = { number: deps.mirror.beginRefresh(), at: deps.clock.now() }
  await readPeople.everyone(deps, nobodyInFile, refresh, signal)
}

const nobodyInFile: RefreshRequest = {
  people: { count: 0, first: () => Promise.resolve({ emails: [] }) },
  audiences: [],
  channels: [],
}

/** Brings up to date who of these people left, in the way that takes the fewest requests. */
export async function refreshLeft(
  deps: RefreshDeps,
  { channels, ...people }: WantedPeople & Pick<RefreshRequest, 'channels'>,
  signal: AbortSignal,
): Promise<LeftRefreshed> {
  const refresh: Refresh = { number: deps.mirror.beginRefresh(), at: deps.clock.now() }
  const these = await deps.account.cost({ what: 'these', ...people }, signal)
  const all =
    these <= 1 || channels.some(leavesNoTrace) ? Infinity : await deps.account.cost({ what: 'left' }, signal)
  const isWhole = these <= all
  await savePages(deps, isWhole ? { what: 'these', ...people } : { what: 'left' }, refresh, signal)
  return { refresh: refresh.number, isWhole, theseCost: these }
}

export interface LeftRefreshed {
  readonly refresh: number
  /** They were read themselves, and not only who of everyone left. */
  readonly isWhole: boolean
  /** Requests that reading them takes. */
  readonly theseCost: number
}

/** Reads whoever was changed since then, or just these people, whichever takes fewer requests. */
export async function refreshChanged(
  deps: RefreshDeps,
  people: WantedPeople,
  { sinceMs, theseCost }: { readonly sinceMs: number; readonly theseCost: number },
  signal: AbortSignal,
): Promise<void> {
  const refresh: Refresh = { number: deps.mirror.beginRefresh(), at: deps.clock.now() }
  const since = new Date(sinceMs).toISOString().replace(/\.\d+Z$/, 'Z')
  const changed = await deps.account.cost({ what: 'changed', since }, signal)
  const request =
    changed <= theseCost ? ({ what: 'changed', since } as const) : ({ what: 'these', ...people } as const)
  await savePages(deps, request, refresh, signal)
}

export interface Read {
  readonly next: string | null
  /** Kinds of membership that came with the people, so that they need no read of their own. */
  readonly seen: ReadonlySet<AudienceKind>
  readonly refused: readonly string[]
}

async function cheapest(
  { account, mirror, clock }: RefreshDeps,
  { audiences, channels, people }: RefreshRequest,
  signal: AbortSignal,
): Promise<Refreshed['how']> {
  const these = await costOfThese(account, people, signal)
  if (these <= 1) return 'the people in the file'
  const everyone = await account.cost({ what: 'people' }, signal)
  const since = channels.some(leavesNoTrace) ? null : knownSince(mirror, clock)
  const changed = since === null ? Infinity : await costOfChanged(account, since, audiences, signal)
  if (changed < these && changed < everyone) return 'what changed'
  return these < everyone ? 'the people in the file' : 'everyone'
}

/** More people than these are taken to be like them, so that nothing has to be made of a million to be dismissed. */
const sampleSize = 5000

async function costOfThese(account: Account, people: PeopleToRead, signal: AbortSignal): Promise<number> {
  const cost = await account.cost({ what: 'these', ...(await people.first(sampleSize)) }, signal)
  return people.count > sampleSize ? Math.ceil((cost * people.count) / sampleSize) : cost
}

/** Who left by text message is only told by reading the person. */
function leavesNoTrace(channel: Channel): boolean {
  return channel !== 'email'
}

/** From when on reading what changed is enough; `null` when everyone must be read again. */
function knownSince(mirror: MirrorStore, clock: Clock): string | null {
  const whole = mirror.freshness('everyone')
  const ageMs = clock.now() - (whole?.at ?? -Infinity)
  return ageMs >= 0 && ageMs < wholeReadMs ? (mirror.freshness('people')?.since ?? null) : null
}

async function costOfChanged(
  account: Account,
  since: string,
  audiences: readonly AudienceRef[],
  signal: AbortSignal,
): Promise<number> {
  const reads: PullRequest[] = [
    { what: 'changed', since },
    { what: 'left' },
    ...audiences.map((audience) => ({ what: 'members', audience }) as const),
  ]
  let requests = 0
  for (const read of reads) requests += await account.cost(read, signal)
  return requests
}

export type ReadPeople = (
  deps: RefreshDeps,
  request: RefreshRequest,
  refresh: Refresh,
  signal: AbortSignal,
) => Promise<Read>

/** The ways to read people, whatever they cost. */
export const readPeople: Record<Refreshed['how'], ReadPeople> = {
  async everyone(deps, request, refresh, signal) {
    const { mirror, clock } = deps
    const begun = request.channels.some(leavesNoTrace) ? null : unfinishedOf(mirror, clock)
    const whole = begun === null ? refresh : { number: begun.refresh, at: begun.beganAt }
    const people = { what: 'people', ...(begun && { cursor: begun.cursor }) } as const
    const read = await savePages(deps, people, whole, signal).catch((error: unknown) => {
      if (begun === null || !isOfCursor(error)) throw error
      return null
    })
    if (read === null) {
      mirror.forgetUnfinishedRead()
      return readPeople.everyone(deps, request, refresh, signal)
    }
    mirror.forgetPeopleUnseen(whole, clock.now())
    mirror.setFreshness('everyone', { at: whole.at, since: null })
    mirror.setFreshness('people', { at: whole.at, since: read.next })
    mirror.forgetUnfinishedRead()
    // Whoever changed or left while nobody read is not on the pages from before.
    return begun === null ? read : readPeople['what changed'](deps, request, refresh, signal)
  },
  // Tags may change without moving a person's update time, so the audiences are always read on their own here.
  async 'what changed'(deps, _request, refresh, signal) {
    const since = deps.mirror.freshness('people')?.since ?? ''
    const read = await savePages(deps, { what: 'changed', since }, refresh, signal)
    await savePages(deps, { what: 'left' }, refresh, signal)
    deps.mirror.setFreshness('people', { at: refresh.at, since: read.next ?? since })
    return { ...read, seen: new Set() }
  },
  async 'the people in the file'(deps, { people }, refresh, signal) {
    const { emails, phones = [], externalIds = [], remoteIds = [] } = await people.first(Infinity)
    const these = { emails, phones, externalIds, remoteIds }
    const read = await savePages(deps, { what: 'these', ...these }, refresh, signal)
    deps.mirror.forgetAddressesUnseen(emails, refresh, deps.clock.now())
    deps.mirror.forgetIdentifiersUnseen({ phones, externalIds }, refresh, deps.clock.now())
    deps.mirror.forgetIdsUnseen(remoteIds, refresh, deps.clock.now())
    return read
  },
}

/** Reads who is in an audience, whole. */
export async function readMembers(
  deps: RefreshDeps,
  audience: AudienceRef,
  refresh: Refresh,
  signal: AbortSignal,
): Promise<void> {
  await savePages(deps, { what: 'members', audience }, refresh, signal)
  deps.mirror.forgetMembersUnseen(audience, refresh, deps.clock.now())
}

/** A cursor that the service takes no more, or that another version of Listferry wrote. */
function isOfCursor(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'invalid-input' || error.code === 'rejected')
}

/** A reading that broke off is gone on with as long as a whole one counts. */
function unfinishedOf(mirror: MirrorStore, clock: Clock): UnfinishedRead | null {
  const begun = mirror.unfinishedRead()
  if (begun === null) return null
  const ageMs = clock.now() - begun.beganAt
  return ageMs >= 0 && ageMs < wholeReadMs ? begun : null
}

function unfinishedWith(
  { cursor }: MirrorPage,
  { what }: PullRequest,
  { number, at }: Refresh,
): UnfinishedRead | undefined {
  return what === 'people' && cursor !== undefined ? { refresh: number, beganAt: at, cursor } : undefined
}

async function savePages(
  { account, mirror, clock, onPage }: RefreshDeps,
  request: PullRequest,
  refresh: Refresh,
  signal: AbortSignal,
): Promise<Read> {
  const refused: string[] = []
  let last: MirrorPage | undefined
  let kinds: readonly AudienceKind[] | undefined
  for await (const page of account.pull(request, signal)) {
    mirror.savePage(page, refresh.number, clock.now(), unfinishedWith(page, request, refresh))
    kinds =
      kinds === undefined ? page.completeKinds : kinds.filter((kind) => page.completeKinds.includes(kind))
    refused.push(...(page.refused ?? []))
    onPage?.(page.contacts.length)
    last = page
  }
  return { next: last?.next ?? null, seen: new Set(kinds ?? []), refused }
}
