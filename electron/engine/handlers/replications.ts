import { join } from 'node:path'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import type {
  ReplicationId,
  ReplicationResult,
  ReplicationTarget,
  ReplicationView,
  TargetView,
} from '../../../shared/contract/replications.ts'
import { AppError, toWire } from '../../../shared/errors.ts'
import type { ConnectionId } from '../../../shared/model.ts'
import type { ObjectTypeId } from '../../../shared/objectTypes.ts'
import { plainFileName } from '../export/writeExport.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { typesOf } from '../objects/objectsOf.ts'
import { unlistedType } from '../plan/objects/unavailableType.ts'
import { copiesFolder } from '../replicate/copiesFolder.ts'
import { openTarget } from '../replicate/openTarget.ts'
import { replicate, typesToCopy } from '../replicate/replicate.ts'
import type { ReplicationUnderWay } from '../replicate/underWay.ts'
import { testTarget } from '../replicate/testTarget.ts'
import { connectionColour } from '../store/connectionColour.ts'
import { passwordName, type Replication, replicationStore } from '../store/replications.ts'
import { throttle } from '../throttle.ts'

const progressMs = 100

export function replicationHandlers(parts: EngineParts): Handlers['replications'] {
  const store = replicationStore(parts.db)
  const changed = () => parts.push({ name: 'changed', payload: { what: 'replications' } })
  const view = (one: Replication) => replicationView(parts, one)
  return {
    list: () => Promise.all(store.list().map(view)),
    async test({ target, password }) {
      return tried(targetView(parts, target), password)
    },
    async add({ name, connection, target, password, prefix, types }, signal) {
      const { id: account } = parts.connections.find(connection)
      if (store.list().some((one) => one.name.toLowerCase() === name.toLowerCase()))
        throw new AppError('conflict', `There is a copy called “${name}” already. Choose another name.`)
      await typesFor(parts, account, types, signal)
      const place = targetView(parts, target)
      await tried(place, password)
      const id = parts.newId() as ReplicationId
      // The password first: what is listed can be run.
      if (place.is !== 'sqlite') await parts.vault.set(passwordName(id), secretOf(password ?? ''))
      const made = { id, connection: account, name, target: place, prefix, types, isNew: true, last: null }
      store.save({ ...made, createdAt: parts.clock.now() })
      changed()
      return view(store.find(id))
    },
    async change({ replication, types }, signal) {
      const found = store.find(replication)
      await typesFor(parts, found.connection, types, signal)
      store.save({ ...found, types })
      changed()
      return view(store.find(found.id))
    },
    async setPassword({ replication, password }) {
      const found = store.find(replication)
      await tried(found.target, password)
      await parts.vault.set(passwordName(found.id), secretOf(password))
      changed()
      return view(found)
    },
    run: ({ replication, whole }, signal) => run(parts, store.find(replication), whole, signal),
    async pause({ replication }) {
      const running = parts.replicating.get(store.find(replication).id)
      running?.stop()
      await running?.ended
      return null
    },
    async remove({ replication }) {
      const { id, name } = store.find(replication)
      if (parts.replicating.has(id))
        throw new AppError('conflict', `“${name}” is being written. Pause it first, then remove it.`)
      await parts.vault.delete(passwordName(id))
      store.remove(id)
      changed()
      return { name }
    },
  }
}

async function run(
  parts: EngineParts,
  replication: Replication,
  isWhole: boolean,
  signal: AbortSignal,
): Promise<ReplicationResult> {
  const { id, name } = replication
  if (parts.replicating.has(id)) throw new AppError('conflict', `“${name}” is being written already.`)
  const stopped = new AbortController()
  const either = AbortSignal.any([signal, parts.closing, stopped.signal])
  const running: ReplicationUnderWay = {
    connection: replication.connection,
    stop: () =>
      stopped.abort(new AppError('cancelled', 'Paused. What was written is kept; run it again to go on.')),
    ended: Promise.resolve(),
    progress: null,
  }
  parts.replicating.set(id, running)
  const changed = () => parts.push({ name: 'changed', payload: { what: 'replications' } })
  const work = copy(parts, replication, isWhole, running, either).finally(() => {
    parts.replicating.delete(id)
    changed()
  })
  running.ended = work.then(
    () => undefined,
    () => undefined,
  )
  changed()
  return work
}

async function copy(
  parts: EngineParts,
  replication: Replication,
  isWhole: boolean,
  running: ReplicationUnderWay,
  signal: AbortSignal,
): Promise<ReplicationResult> {
  const { id, target } = replication
  const startedAt = parts.clock.now()
  const tables: ReplicationResult['tables'][number][] = []
  const progress = throttle(
    parts.clock,
    progressMs,
    (payload: NonNullable<ReplicationUnderWay['progress']>) =>
      parts.push({ name: 'replication.progress', payload }),
  )
  let { isNew } = replication
  const open = async () => {
    const database = await openTarget(target, { password: await passwordOf(parts, replication), isNew })
    isNew = false
    return database
  }
  let error: ReplicationResult['error'] = null
  try {
    const types = await typesFor(parts, replication.connection, replication.types, signal)
    const { account } = await parts.accounts.open(parts.connections.find(replication.connection))
    const deps = {
      account,
      clock: parts.clock,
      open,
      onTable: (table: ReplicationResult['tables'][number]) => void tables.push(table),
      onProgress(one: Omit<NonNullable<ReplicationUnderWay['progress']>, 'replication'>) {
        running.progress = { replication: id, ...one }
        progress.offer(running.progress)
      },
    }
    await replicate(deps, replication, types, isWhole, signal)
  } catch (cause) {
    error = toWire(signal.aborted ? signal.reason : cause)
  } finally {
    progress.end()
  }
  const result = { startedAt, endedAt: parts.clock.now(), tables, error }
  // It may have been removed with its account meanwhile.
  const store = replicationStore(parts.db)
  if (store.list().some((one) => one.id === id)) store.save({ ...store.find(id), isNew, last: result })
  return result
}

/** With the account's fields as they are now. */
/** @throws AppError `forbidden` where one of them can't be listed this way: a copy of nothing would look like an empty account. */
async function typesFor(
  parts: EngineParts,
  connection: ConnectionId,
  wanted: readonly ObjectTypeId[],
  signal: AbortSignal,
): Promise<readonly ObjectTypeView[]> {
  const found = parts.connections.find(connection)
  const { account } = await parts.accounts.open(found)
  parts.mirrorOf(found.id).saveSchema(await account.describe(signal))
  const types = typesToCopy(typesOf(parts, found), wanted)
  for (const type of types) {
    const unlisted = unlistedType(found, type)
    if (unlisted !== null) throw new AppError('forbidden', unlisted)
  }
  return types
}

async function tried(target: TargetView, password: string | null): Promise<{ readonly server: string }> {
  const database = await openTarget(target, { password, isNew: true })
  try {
    return { server: await testTarget(database) }
  } finally {
    await database.close()
  }
}

async function passwordOf(parts: EngineParts, { id, name, target }: Replication): Promise<string | null> {
  if (target.is === 'sqlite') return null
  const secret = await parts.vault.get(passwordName(id))
  if (secret) return secret.values['password'] ?? ''
  throw new AppError(
    'unauthorized',
    `The password of the database of “${name}” is not in the keychain of this computer. Give it again, then run this once more.`,
  )
}

function secretOf(password: string) {
  return { form: 'database', values: { password } }
}

function targetView(parts: EngineParts, target: ReplicationTarget): TargetView {
  if (target.is !== 'sqlite') return target
  if (target.file !== null) {
    const path = parts.filePath(target.file)
    if (path === undefined) throw new AppError('not-found', 'That file was not chosen here. Choose it again.')
    return { is: 'sqlite', path }
  }
  const folder = copiesFolder(parts.env)
  const name = plainFileName(target.name)
  return { is: 'sqlite', path: join(folder, /\.(sqlite|sqlite3|db)$/i.test(name) ? name : `${name}.sqlite`) }
}

async function replicationView(parts: EngineParts, replication: Replication): Promise<ReplicationView> {
  const { id, name, connection, target, prefix, types, last } = replication
  const account = parts.connections.find(connection)
  const passwordKept =
    target.is === 'sqlite' || (await parts.vault.get(passwordName(id)).catch(() => null)) !== null
  return {
    id,
    name,
    connection,
    account: {
      name: account.name,
      service: connectorFor(account.service).title,
      colour: connectionColour(parts.connections, connection),
    },
    target,
    prefix,
    types,
    passwordKept,
    last,
    progress: parts.replicating.get(id)?.progress ?? null,
  }
}
