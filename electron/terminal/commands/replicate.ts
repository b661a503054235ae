import { resolve } from 'node:path'
import type {
  ReplicationResult,
  ReplicationTarget,
  ReplicationView,
  ServerTarget,
  TargetView,
} from '../../../shared/contract/replications.ts'
import { AppError, fromWire } from '../../../shared/errors.ts'
import type { ObjectTypeId } from '../../../shared/objectTypes.ts'
import { askSecret } from '../askSecret.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { exitCodeOf, exitCodes } from '../exitCode.ts'
import { typeCalled, typeName } from '../objectWords.ts'
import type { Output } from '../output.ts'
import { type Session, withSession } from '../session.ts'
import { table } from '../table.ts'
import { count, when } from '../words.ts'

export interface ReplicateOptions {
  readonly to?: string
  readonly secretStdin?: boolean
  readonly sqlite?: string
  readonly postgres?: string
  readonly mysql?: string
  readonly encryption?: ServerTarget['encryption']
  readonly tables?: string
  readonly prefix?: string
  readonly whole?: boolean
  readonly remove?: boolean
}

/** Where the password of a database server may stand, for scripts; otherwise it is asked for. */
export const passwordVariable = 'LISTFERRY_DATABASE_PASSWORD'

/** `listferry replicate [NAME]`: lists the copies, makes one, and brings it up to date. */
export async function replicateCommand(
  output: Output,
  name: string | undefined,
  options: ReplicateOptions,
): Promise<number> {
  return withSession(output, options, async (session) => {
    const all = await session.client.replications.list({})
    if (name === undefined) {
      output.result(all, () => listWords(all, output.width))
      return exitCodes.done
    }
    const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase())
    if (options.remove === true) return remove(session, name)
    // The account's key must be at hand, also where there is no keychain. It is asked for once.
    if (found) await chooseConnection(session, { ...options, to: found.connection })
    const copy = found ? await withTables(session, found, options) : await add(session, name, options)
    return run(session, await withPassword(session, copy), options.whole === true)
  })
}

async function remove({ client, output }: Session, name: string): Promise<number> {
  const removed = await client.replications.remove({ replication: name })
  output.result(
    removed,
    () =>
      `“${removed.name}” is forgotten here, with its password. The database and its tables are yours and stay.`,
  )
  return exitCodes.done
}

async function add(session: Session, name: string, options: ReplicateOptions): Promise<ReplicationView> {
  const { client, output, signal } = session
  const target = await targetOf(session, name, options)
  if (target === null)
    throw new AppError(
      'not-found',
      `There is no copy called “${name}” yet. Say where it goes, and it is made:\n\n    listferry replicate ${name} --sqlite ${name}.sqlite`,
    )
  const connection = await chooseConnection(session, options)
  const types = await client.objects.types({ connection: connection.id }, signal)
  const wanted = tablesIn(options)
  const made = await client.replications.add(
    {
      name,
      connection: connection.id,
      target,
      password: target.is === 'sqlite' ? null : await passwordFor(target, signal),
      prefix: options.prefix ?? `${connection.service}_`,
      types: wanted ?? types.filter(({ unavailable }) => unavailable === null).map(({ id }) => id),
    },
    signal,
  )
  output.note(`“${name}” is a copy of ${connection.name} in ${placeWords(made.target)}.`)
  return made
}

function tablesIn({ tables }: ReplicateOptions): ObjectTypeId[] | undefined {
  return tables?.split(',').map((one) => typeCalled(one.trim()))
}

/** Other tables than before, where they are named. */
async function withTables(
  { client, output, signal }: Session,
  copy: ReplicationView,
  options: ReplicateOptions,
): Promise<ReplicationView> {
  const types = tablesIn(options)
  if (types === undefined) return copy
  const changed = await client.replications.change({ replication: copy.id, types }, signal)
  const left = copy.types.filter((type) => !changed.types.includes(type))
  if (left.length > 0)
    output.note(
      `${left.map(typeName).join(', ')}: no longer brought up to date. What is in the database stays as it is.`,
    )
  return changed
}

async function targetOf(
  session: Session,
  name: string,
  options: ReplicateOptions,
): Promise<ReplicationTarget | null> {
  const { sqlite, postgres, mysql, encryption } = options
  const given = [sqlite, postgres, mysql].filter((one) => one !== undefined)
  if (given.length > 1) throw new AppError('invalid-input', 'Give one of --sqlite, --postgres and --mysql.')
  if (sqlite !== undefined) return { is: 'sqlite', file: await session.registerFile(resolve(sqlite)), name }
  if (postgres !== undefined) return server('postgres', postgres, 5432, encryption)
  return mysql === undefined ? null : server('mysql', mysql, 3306, encryption)
}

/** `shop.example.com/db`, `user@host:5432/db`, with or without `postgres://`. */
function server(
  is: ServerTarget['is'],
  address: string,
  usualPort: number,
  encryption: ServerTarget['encryption'] | undefined,
): ServerTarget {
  const url = URL.parse(address.includes('://') ? address : `${is}://${address}`)
  const database = decodeURIComponent(url?.pathname.slice(1) ?? '')
  if (url === null || url.hostname === '' || url.username === '' || database === '')
    throw new AppError('invalid-input', `Write the database as user@host:${usualPort}/name.`)
  if (url.password !== '')
    throw new AppError(
      'invalid-input',
      `Leave the password out: the command is kept in your shell’s history. It is asked for, or taken from ${passwordVariable}.`,
    )
  const { hostname: host, username, port } = url
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(host)
  return {
    is,
    host,
    port: port === '' ? usualPort : Number(port),
    database,
    user: decodeURIComponent(username),
    encryption: encryption ?? (isHere ? 'off' : 'verify'),
  }
}

async function passwordFor({ user, host }: ServerTarget, signal: AbortSignal): Promise<string> {
  return process.env[passwordVariable] ?? askSecret(`password of ${user} on ${host}`, signal)
}

/** Where there is no keychain it is asked for each time. */
async function withPassword({ client, signal }: Session, copy: ReplicationView): Promise<ReplicationView> {
  const { target, passwordKept, id } = copy
  if (passwordKept || target.is === 'sqlite') return copy
  return client.replications.setPassword(
    { replication: id, password: await passwordFor(target, signal) },
    signal,
  )
}

async function run(session: Session, copy: ReplicationView, whole: boolean): Promise<number> {
  const { client, output, signal } = session
  const stopListening = session.onPush(({ name, payload }) => {
    if (name !== 'replication.progress' || payload.replication !== copy.id) return
    const { title, table: n, tables, rows } = payload
    output.progress('copying', `${title} (${n} of ${tables}): ${count(rows)} rows`)
  })
  let result: ReplicationResult
  try {
    result = await client.replications.run({ replication: copy.id, whole }, signal)
  } finally {
    stopListening()
    output.progressEnd()
  }
  output.result(result, () => resultWords(result, copy, output.width))
  if (result.error === null) return exitCodes.done
  if (!output.json) throw fromWire(result.error)
  return exitCodeOf(result.error.code)
}

function listWords(all: readonly ReplicationView[], width: number): string {
  if (all.length === 0) return 'There is no copy yet. Make one: listferry replicate NAME --sqlite FILE'
  return table(
    [
      ['Name', 'Account', 'In', 'Tables', 'Last run'],
      ...all.map(({ name, account, target, types, last }) => [
        name,
        `${account.service} · ${account.name}`,
        placeWords(target),
        types.map(typeName).join(', '),
        lastWords(last),
      ]),
    ],
    width,
  )
}

function lastWords(last: ReplicationResult | null): string {
  if (last === null) return 'never'
  const at = when(last.endedAt)
  return last.error === null ? at : `${at}, stopped: ${last.error.message}`
}

function placeWords(target: TargetView): string {
  if (target.is === 'sqlite') return target.path
  const { user, host, port, database } = target
  return `${target.is === 'postgres' ? 'PostgreSQL' : 'MySQL'} ${user}@${host}:${port}/${database}`
}

function resultWords(
  { tables }: ReplicationResult,
  { target, prefix }: ReplicationView,
  width: number,
): string {
  if (tables.length === 0) return ''
  const lines = tables.map(({ title, rows, deleted, isWhole }) => [
    title,
    count(rows),
    isWhole ? 'everything' : 'what is new',
    deleted === 0 ? '' : `${count(deleted)} marked as deleted`,
  ])
  return `${table([['What', 'Rows', 'Read', 'Gone'], ...lines], width)}\n\nIn ${placeWords(target)}, in tables that begin with ${prefix === '' ? 'their own name' : prefix}.`
}
