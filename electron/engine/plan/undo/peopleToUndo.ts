import type { AudienceRef, ContactKey, RemoteId } from '../../../../shared/model.ts'
import type { Account, WantedPeople } from '../../connectors/connector.ts'
import type { PeopleToRead } from '../../mirror/peopleToRead.ts'
import type { DoneRow } from '../../store/doneRows.ts'
import type { MirrorStore } from '../../store/mirror.ts'

/** The people and audiences of the rows that are taken back. */
export interface UndoPeople {
  note(row: DoneRow): void
  /** In the way that takes the fewest requests: by id, or by the address that the mirror knows. */
  wanted(account: Account, signal: AbortSignal): Promise<PeopleToRead>
  /** Whom the mirror does not have any more: their address may be another by now. */
  missing(): PeopleToRead
  /** Audiences that somebody was put into or taken out of. */
  readonly audiences: ReadonlyMap<string, AudienceRef>
}

export function undoPeople(mirror: MirrorStore): UndoPeople {
  const ids = new Map<RemoteId, string | null>()
  const named = { emails: new Set<string>(), phones: new Set<string>(), externalIds: new Set<string>() }
  const audiences = new Map<string, AudienceRef>()
  const noteKey = ({ remoteId, email, phone, externalId }: ContactKey) => {
    if (remoteId !== null) ids.set(remoteId, mirror.contact(remoteId)?.email ?? email)
    else if (email !== null) named.emails.add(email)
    else if (phone !== undefined) named.phones.add(phone)
    else if (externalId !== undefined) named.externalIds.add(externalId)
  }
  const others = () => ({ phones: [...named.phones], externalIds: [...named.externalIds] })
  const byId = (): WantedPeople => ({
    emails: [...named.emails],
    ...others(),
    remoteIds: [...ids.keys()],
  })
  const byEmail = (): WantedPeople => ({
    emails: [...named.emails, ...[...ids.values()].filter((email) => email !== null)],
    ...others(),
    remoteIds: [...ids].filter(([, email]) => email === null).map(([id]) => id),
  })
  return {
    audiences,
    note({ done }) {
      for (const { change } of done) {
        if (change.object === 'record') continue
        noteKey(change.key)
        if ('audience' in change && change.audience !== null) {
          const { kind, id } = change.audience
          audiences.set(`${kind} ${id}`, { kind, id })
        }
      }
    },
    async wanted(account, signal) {
      const [one, other] = [byId(), byEmail()]
      const costs = await Promise.all(
        [one, other].map((people) => account.cost({ what: 'these', ...people }, signal)),
      )
      return peopleToRead((costs[0] ?? 0) <= (costs[1] ?? 0) ? one : other)
    },
    missing: () =>
      peopleToRead({ emails: [], remoteIds: [...ids.keys()].filter((id) => mirror.contact(id) === null) }),
  }
}

function peopleToRead(people: WantedPeople): PeopleToRead {
  const { emails, phones = [], externalIds = [], remoteIds = [] } = people
  const count = emails.length + phones.length + externalIds.length + remoteIds.length
  return {
    count,
    first(limit) {
      if (limit >= count) return Promise.resolve(people)
      // Each kind in the share that it has of all.
      const some = <T>(all: readonly T[]) => all.slice(0, Math.ceil((all.length * limit) / count))
      return Promise.resolve({
        emails: some(emails),
        phones: some(phones),
        externalIds: some(externalIds),
        remoteIds: some(remoteIds),
      })
    },
  }
}
