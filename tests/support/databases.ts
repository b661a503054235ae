import { randomUUID } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import type { ServerTarget } from '../../shared/contract/replications.ts'

/** A database of its own on a real server, gone when the tests are done. */
export interface TestDatabase {
  readonly target: ServerTarget
  readonly password: string
  /** `PostgreSQL 15.20 on 127.0.0.1:5432`: tests say what they used. */
  readonly server: string
  /** As its owner. */
  query(sql: string): Promise<Record<string, unknown>[]>
  drop(): Promise<void>
}

interface Server {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
}

/** From an address such as `postgres://user:password@127.0.0.1:5432`, or as a usual installation lets us in. */
function serverFrom(variable: string, usual: Server): Server {
  const given = process.env[variable]
  if (given === undefined) return usual
  const { hostname, port, username, password } = new URL(given)
  return {
    host: hostname,
    port: Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  }
}

const me = process.env['USER'] ?? 'root'

/** @returns why there is none, where there is none */
export async function postgresForTests(): Promise<TestDatabase | string> {
  const candidates = [
    serverFrom('LISTFERRY_TEST_POSTGRES', { host: '127.0.0.1', port: 5432, user: me, password: '' }),
    // The server that `.ci/run` starts lets everybody on this computer in.
    { host: '127.0.0.1', port: 5432, user: 'postgres', password: '' },
  ]
  const failures: string[] = []
  for (const server of candidates) {
    try {
      return await makePostgres(server)
    } catch (error) {
      failures.push(`${server.user}@${server.host}:${server.port}: ${wordsOf(error)}`)
    }
  }
  return failures.join('; ')
}

async function makePostgres(server: Server): Promise<TestDatabase> {
  const name = `listferry_test_${randomUUID().slice(0, 8)}`
  const admin = new pg.Client({ ...server, database: 'postgres', connectionTimeoutMillis: 3000 })
  await admin.connect()
  await admin.query(`create database ${name}`)
  const { rows } = await admin.query<{ server_version: string }>('show server_version')
  const owner = new pg.Pool({ ...server, database: name, max: 1 })
  owner.on('error', () => undefined)
  return {
    target: {
      is: 'postgres',
      host: server.host,
      port: server.port,
      user: server.user,
      database: name,
      encryption: 'off',
    },
    password: server.password,
    server: `PostgreSQL ${rows[0]?.server_version ?? ''} on ${server.host}:${server.port}`,
    query: async (sql) => (await owner.query<Record<string, unknown>>(sql)).rows,
    async drop() {
      await owner.end()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

/** @returns why there is none, where there is none */
export async function mysqlForTests(): Promise<TestDatabase | string> {
  const server = serverFrom('LISTFERRY_TEST_MYSQL', {
    host: '127.0.0.1',
    port: 3306,
    user: 'root',
    password: '',
  })
  try {
    return await makeMysql(server)
  } catch (error) {
    return `${server.user}@${server.host}:${server.port}: ${wordsOf(error)}`
  }
}

async function makeMysql(server: Server): Promise<TestDatabase> {
  const name = `listferry_test_${randomUUID().slice(0, 8)}`
  const owner = await createConnection({
    ...server,
    connectTimeout: 3000,
    multipleStatements: true,
    timezone: 'Z',
  })
  await owner.query(`create database ${name} character set utf8mb4; use ${name}`)
  const [rows] = await owner.query('select version() as v')
  return {
    target: {
      is: 'mysql',
      host: server.host,
      port: server.port,
      user: server.user,
      database: name,
      encryption: 'off',
    },
    password: server.password,
    server: `${String((rows as { v: string }[])[0]?.v)} on ${server.host}:${server.port}`,
    query: async (sql) => (await owner.query(sql))[0] as Record<string, unknown>[],
    async drop() {
      await owner.query(`drop database ${name}`)
      await owner.end()
    },
  }
}

/** Said in red letters where everybody looks: a database that isn't there is skipped, and never passed. */
export function sayUsed(what: string, database: TestDatabase | string): void {
  const words =
    typeof database === 'string'
      ? `SKIPPED: no ${what} to test with (${database})`
      : `${what}: ${database.server}`
  process.stderr.write(typeof database === 'string' ? `\u001b[31m${words}\u001b[0m\n` : `${words}\n`)
}

function wordsOf(error: unknown): string {
  const given = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  return given instanceof Error ? given.message : String(given)
}
