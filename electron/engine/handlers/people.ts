import type { Handlers } from '../../../shared/contract/contract.ts'
import type { MirrorView } from '../../../shared/contract/people.ts'
import type { ConnectionId, FieldId, FieldValue } from '../../../shared/model.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { refreshEveryone } from '../mirror/refreshEveryone.ts'
import { personHistory } from '../run/personHistory.ts'
import { connectionColour } from '../store/connectionColour.ts'
import type { Connection } from '../store/connections.ts'
import { type PeopleQuery, type PeopleReads, peopleReads, type Person } from '../store/people.ts'
import { runReads } from '../store/runReads.ts'
import { throttle } from '../throttle.ts'

const progressMs = 100

export function peopleHandlers(parts: EngineParts): Handlers['people'] {
  const { connections } = parts
  const reads = peopleReads(parts.db)
  const refreshing = new Map<ConnectionId, Promise<MirrorView>>()
  return {
    mirrors: () => Promise.resolve(connections.list().map((one) => mirrorView(parts, reads, one))),
    async search({ offset, limit, ...asked }) {
      const { total, people } = await reads.find(peopleQueryOf(parts, asked), { offset, limit })
      return { total, people: people.map(({ view }) => view) }
    },
    async get({ connection, remoteId }) {
      const person = reads.get(connections.find(connection).id, remoteId)
      const { view, contact } = person
      const deps = { ...parts, reads: runReads(parts.db) }
      const { email } = contact
      const who = { connection: person.view.connection, remoteId: contact.remoteId }
      const history = email === null ? [] : await personHistory(deps, { ...who, email })
      return { ...view, externalId: contact.externalId, fields: fieldsOf(reads, person), history }
    },
    refresh({ connection }, signal) {
      const { id } = connections.find(connection)
      // Whoever asks while it is being read waits for the same answer.
      const underWay = refreshing.get(id)
      if (underWay) return underWay
      const reading = refresh(parts, reads, id, signal).finally(() => refreshing.delete(id))
      refreshing.set(id, reading)
      return reading
    },
  }
}

/** With the connection by its id. @throws AppError `not-found` */
export function peopleQueryOf(
  { connections }: EngineParts,
  asked: Omit<PeopleQuery, 'connection'> & { readonly connection: string | null },
): PeopleQuery {
  return { ...asked, connection: asked.connection === null ? null : connections.find(asked.connection).id }
}

function fieldsOf(reads: PeopleReads, { view: { connection }, contact }: Person) {
  return (Object.entries(contact.fields) as [FieldId, FieldValue][]).map(([field, value]) => ({
    field,
    label: reads.field(connection, field)?.label ?? fieldName(field),
    value,
  }))
}

/** What a field is called of which the account's own list says nothing: ids hold the name behind their kind. */
function fieldName(id: FieldId): string {
  return id.replace(/^(?:custom|property):/, '').replaceAll('_', ' ')
}

function mirrorView(parts: EngineParts, reads: PeopleReads, { id, name, service }: Connection): MirrorView {
  const colour = connectionColour(parts.connections, id)
  return { connection: id, name, service: connectorFor(service).title, colour, ...reads.counts(id) }
}

async function refresh(
  parts: EngineParts,
  reads: PeopleReads,
  id: ConnectionId,
  signal: AbortSignal,
): Promise<MirrorView> {
  let people = 0
  const progress = throttle(parts.clock, progressMs, () =>
    parts.push({ name: 'mirror.progress', payload: { connection: id, people } }),
  )
  const onPage = (contacts: number) => {
    people += contacts
    progress.offer(null)
  }
  try {
    await parts.inTurn(id, signal, async (either) => {
      const { account } = await parts.accounts.open(parts.connections.find(id))
      const schema = await account.describe(either)
      const deps = { account, mirror: parts.mirrorOf(id), clock: parts.clock, onPage }
      await refreshEveryone(deps, schema, either)
    })
  } finally {
    progress.end()
    parts.push({ name: 'changed', payload: { what: 'people' } })
  }
  return mirrorView(parts, reads, parts.connections.find(id))
}
