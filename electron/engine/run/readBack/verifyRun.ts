import type { DatabaseSync } from 'node:sqlite'
import type { Change, ChangeId, RunId } from '../../../../shared/model.ts'
import { breathe } from '../../breathe.ts'
import type { MirrorPage } from '../../connectors/connector.ts'
import type { Clock } from '../../clock.ts'
import { inTransaction } from '../../store/transaction.ts'
import type { ReadBacks } from '../../store/readBacks.ts'
import { idOf, type PeopleSeen, readPeople, type ReadPeopleDeps } from './readPeople.ts'
import { type MembersRead, membersRead } from './membersRead.ts'
import { type Seen, seenAs } from './seenAs.ts'

export interface VerifyDeps extends ReadPeopleDeps {
  readonly db: DatabaseSync
  readonly clock: Clock
  readonly reads: ReadBacks
}

/** Rows read back between two breaths: as many as one look-up of each kind takes several of. */
const pageRows = 500

/**
 * Reads back what a run wrote: people, and who is in the audiences that it put them into or took them out of. Lists are read
 * first; whoever differs there, or is not shown, is read once more by id, which is up to the second. What was found as it should be by the write's own job is not read again where the account
 * shows at once what was written. May be broken off and begun again.
 */
export async function verifyRun(deps: VerifyDeps, run: RunId, signal: AbortSignal): Promise<void> {
  const { reads, db, account } = deps
  // Where lists lag, the write's own answer is one look, and the list's another.
  const unseen = account.limits.showsAfterMs === undefined
  const lists = membersRead(deps, reads.memberships(run, unseen))
  for (let afterRow = 0; ;) {
    signal.throwIfAborted()
    const changes = reads.written(run, afterRow, pageRows, unseen)
    const last = changes.at(-1)
    if (last === undefined) break
    const seen = await lookTwice({ ...deps, lists }, changes, signal)
    inTransaction(db, () => reads.save(run, seen))
    afterRow = last.row
    await breathe()
  }
  inTransaction(db, () => reads.setVerify(run, 'done'))
}

/** What the account says of these changes, as far as it can be read. */
export async function lookTwice(
  deps: VerifyDeps & { readonly lists: MembersRead },
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<ReadonlyMap<ChangeId, Seen>> {
  const contacts = changes.filter(({ object }) => object === 'contact')
  const memberships = changes.filter((change) => change.object === 'membership')
  const withPeople = memberships.filter(({ audience }) => !deps.lists.isApart(audience))
  const seen = await lookAtPeople(deps, [...contacts, ...withPeople], signal)
  const apart = memberships.filter(({ id }) => !seen.has(id))
  for (const [id, one] of await deps.lists.look(apart, signal)) seen.set(id, one)
  const open = contacts.filter(({ id }) => isOpen(seen.get(id)))
  const again = open.length === 0 ? new Map<ChangeId, Seen>() : await lookById(deps, open, signal)
  const members = memberships.filter(({ id }) => seen.get(id)?.seen !== 'confirmed')
  return new Map([...seen, ...again, ...(await lookAtMembers(deps, members, signal))])
}

async function lookAtPeople(
  deps: VerifyDeps,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<Map<ChangeId, Seen>> {
  if (changes.length === 0) return new Map()
  return compared(changes, await readPeople(deps, changes, { byId: false }, signal))
}

/** What is read by id is as new as a write's answer, and the mirror believes it as much. */
export async function lookById(
  { account, mirror, clock, db }: Omit<VerifyDeps, 'reads'>,
  contacts: readonly Change[],
  signal: AbortSignal,
): Promise<Map<ChangeId, Seen>> {
  const onPage = (page: MirrorPage) => {
    inTransaction(db, () => mirror.saveWritten(page.contacts, [], clock.now()))
  }
  return compared(contacts, await readPeople({ account, mirror }, contacts, { byId: true, onPage }, signal))
}

async function lookAtMembers(
  { account, mirror }: VerifyDeps,
  members: readonly Change[],
  signal: AbortSignal,
): Promise<Map<ChangeId, Seen>> {
  if (members.length === 0) return new Map()
  const known = members.map(
    (change) => ({ ...change, key: { ...change.key, remoteId: idOf(mirror, change) } }) as Change,
  )
  const done = await account.alreadyDone(known, signal)
  return new Map(
    known.map(({ id, key }): [ChangeId, Seen] => {
      if (done.has(id)) return [id, { seen: 'confirmed' }]
      return [id, key.remoteId === null ? { seen: 'not-visible' } : { seen: 'differs', differs: [] }]
    }),
  )
}

function isOpen(seen: Seen | undefined): boolean {
  return seen !== undefined && seen.seen !== 'confirmed'
}

export function compared(changes: readonly Change[], people: PeopleSeen): Map<ChangeId, Seen> {
  const seen = new Map<ChangeId, Seen>()
  for (const change of changes) {
    const isMember = change.object === 'membership' ? people.isMember(change, change.audience) : null
    const one = seenAs(change, people.of(change), isMember)
    if (one !== null) seen.set(change.id, one)
  }
  return seen
}
