import { AppError } from '../../../../shared/errors.ts'
import type { AudienceRef, ChangeId, MembershipChange, RemoteId } from '../../../../shared/model.ts'
import { idOf, type ReadPeopleDeps } from './readPeople.ts'
import type { Seen } from './seenAs.ts'

/** An audience that a run put people into or took them out of, in how many changes, and some of these. */
export interface AudienceWritten {
  readonly audience: AudienceRef
  readonly changes: number
  readonly some: readonly MembershipChange[]
}

/** Who is in audiences of which people don't tell it themselves: Kit's forms and sequences, Klaviyo's lists. */
export interface MembersRead {
  /** Known to be such an audience, so that nobody needs to be read for it. */
  isApart(audience: AudienceRef): boolean
  /**
   * What the lists of these say, each read once and whole. Nothing of an audience for which reading just its people takes
   * fewer requests.
   */
  look(changes: readonly MembershipChange[], signal: AbortSignal): Promise<ReadonlyMap<ChangeId, Seen>>
}

export function membersRead(deps: ReadPeopleDeps, written: readonly AudienceWritten[]): MembersRead {
  const lists = new Map<string, ReadonlySet<RemoteId> | null>()
  const listOf = async (audience: AudienceRef, signal: AbortSignal) => {
    const name = audienceName(audience)
    const known = lists.get(name)
    if (known !== undefined) return known
    const found = written.find((one) => audienceName(one.audience) === name)
    const read = found === undefined ? null : await readList(deps, found, signal)
    lists.set(name, read)
    return read
  }
  return {
    isApart: (audience) => lists.has(audienceName(audience)),
    async look(changes, signal) {
      const seen = new Map<ChangeId, Seen>()
      for (const change of changes) {
        const members = await listOf(change.audience, signal)
        if (members !== null) seen.set(change.id, seenIn(members, change, idOf(deps.mirror, change)))
      }
      return seen
    },
  }
}

/** `null` where reading the people of the run takes fewer requests. */
async function readList(
  { account, mirror }: ReadPeopleDeps,
  { audience, changes, some }: AudienceWritten,
  signal: AbortSignal,
): Promise<ReadonlySet<RemoteId> | null> {
  const remoteIds = some.map((change) => idOf(mirror, change)).filter((id) => id !== null)
  const sample = await account.cost({ what: 'these', emails: [], remoteIds }, signal)
  const these = (sample * changes) / Math.max(1, some.length)
  const members = new Set<RemoteId>()
  try {
    if ((await account.cost({ what: 'members', audience }, signal)) > these) return null
    for await (const page of account.pull({ what: 'members', audience }, signal))
      for (const { remoteId } of page.memberships) members.add(remoteId)
  } catch (error) {
    // In an audience that is gone by now is nobody.
    if (!(error instanceof AppError) || error.code !== 'not-found') throw error
  }
  return members
}

function seenIn(members: ReadonlySet<RemoteId>, { op }: MembershipChange, id: RemoteId | null): Seen {
  const isMember = id !== null && members.has(id)
  if (isMember === (op === 'join')) return { seen: 'confirmed' }
  return id === null ? { seen: 'not-visible' } : { seen: 'differs', differs: [] }
}

function audienceName({ kind, id }: AudienceRef): string {
  return `${kind} ${id}`
}
