import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Account } from '../../../electron/engine/connectors/connector.ts'
import { openTarget } from '../../../electron/engine/replicate/openTarget.ts'
import { replicate } from '../../../electron/engine/replicate/replicate.ts'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import type { FieldId, RemoteId } from '../../../shared/model.ts'
import { mysqlForTests, postgresForTests, sayUsed, type TestDatabase } from '../../support/databases.ts'
import { createManualClock } from '../../support/manualClock.ts'
import { type TinyDisk, tinyDisk } from '../../support/tinyDisk.ts'

const postgres = await postgresForTests()
const mysql = await mysqlForTests()
beforeAll(() => {
  sayUsed('PostgreSQL', postgres)
  sayUsed('MySQL or MariaDB', mysql)
})
afterAll(async () => {
  for (const database of [postgres, mysql]) if (typeof database !== 'string') await database.drop()
})

const type: ObjectTypeView = {
  id: 'subscribers',
  title: 'Subscribers',
  one: 'subscriber',
  many: 'subscribers',
  fields: [
    {
      id: 'note' as FieldId,
      key: 'note',
      label: 'Note',
      type: 'text',
      custom: false,
      readOnly: true,
      requiredFor: [],
    },
  ],
  operations: [],
  sees: '',
  incremental: [],
  parent: null,
  needs: null,
  aboutPeople: true,
  sameBy: [],
  foldsCase: false,
  foundBy: [],
  groupBy: null,
  ofRow: [],
  unavailable: null,
}

const pages = 12
/** Long enough that a few pages fill a small disk, in words that no database can make small. */
const long = (n: number) =>
  Array.from({ length: 1200 }, (_, i) => ((n + 7) * (i + 3) * 2_654_435_761) % 9973).join(' ')

/** Pages of a hundred; `onPage` is told before each is given out. */
function service(onPage: (page: number) => unknown = () => undefined) {
  const asked: number[] = []
  const account: Pick<Account, 'readObjects'> = {
    async *readObjects({ cursor }) {
      for (let page = Number(cursor ?? 0); page < pages; page += 1) {
        asked.push(page)
        await onPage(page)
        const objects = Array.from({ length: 100 }, (_, i) => {
          const n = page * 100 + i
          return { id: String(n) as RemoteId, values: { ['note' as FieldId]: long(n) } }
        })
        yield { objects, ...(page + 1 < pages && { cursor: String(page + 1) }) }
      }
    },
  }
  return { account, asked }
}

async function copyInto({ target, password }: TestDatabase, account: Pick<Account, 'readObjects'>) {
  const deps = {
    account: account as Account,
    clock: { ...createManualClock(), sleep: () => Promise.resolve() },
    open: () => openTarget(target, { password, isNew: false }),
    onProgress: () => undefined,
    onTable: () => undefined,
  }
  await replicate(
    deps,
    { connection: 'c', prefix: 'a_' } as never,
    [type],
    false,
    new AbortController().signal,
  )
}

const servers: readonly [string, TestDatabase | string, () => Promise<TestDatabase | string>][] = [
  ['PostgreSQL', postgres, postgresForTests],
  ['MySQL or MariaDB', mysql, mysqlForTests],
]

describe.each(servers)('a %s database that goes away under a copy', (name, given, another) => {
  const skipped = typeof given === 'string'
  const server = given as TestDatabase
  const isPostgres = name === 'PostgreSQL'
  const count = async (own: TestDatabase) => {
    const table = isPostgres ? 'a_subscribers' : `${own.target.database}.a_subscribers`
    const [row] = await own.query(`select count(*) as n, count(distinct id) as ids from ${table}`)
    return { n: Number(row?.['n']), ids: Number(row?.['ids']) }
  }

  it.skipIf(skipped)(
    'is dropped: the copy says so, and is whole again once the database is back',
    async () => {
      const own = (await another()) as TestDatabase
      const { database } = own.target
      const drop = () => server.query(`drop database ${database}${isPostgres ? ' with (force)' : ''}`)
      const dropped = service((page) => (page === 5 ? drop() : undefined))
      await expect(copyInto(own, dropped.account)).rejects.toMatchObject({
        message: `127.0.0.1 has no database called “${database}”. Make it there, or check the name.`,
      })
      // And so does every further try, until it is there.
      await expect(copyInto(own, service().account)).rejects.toThrow(
        /has no database called .*\. Make it there/,
      )
      await server.query(`create database ${database}`)
      const again = service()
      await copyInto(own, again.account)
      expect(again.asked).toEqual(Array.from({ length: pages }, (_, page) => page))
      expect(await count(own)).toEqual({ n: pages * 100, ids: pages * 100 })
      await own.drop()
    },
  )

  it.skipIf(skipped)(
    'is on a disk that is full: what is written stays, and the rest follows when there is room',
    async () => {
      const own = (await another()) as TestDatabase
      const full = isPostgres ? await fullPostgres(own, server) : await fullMysql(own)
      try {
        const first = service(full.onPage)
        await expect(copyInto(own, first.account)).rejects.toMatchObject({
          code: 'unavailable',
          message:
            '127.0.0.1 has no room left on its disk. Make room there and run this again; it goes on where it stopped.',
        })
        const { n: kept } = await count(own)
        expect(kept).toBeGreaterThan(0)
        expect(kept).toBeLessThan(pages * 100)
        expect(kept % 100).toBe(0)
        await full.makeRoom()
        const again = service()
        await copyInto(own, again.account)
        expect(again.asked).toEqual(Array.from({ length: pages - kept / 100 }, (_, n) => kept / 100 + n))
        expect(await count(own)).toEqual({ n: pages * 100, ids: pages * 100 })
      } finally {
        await own.drop()
        await full.remove()
      }
    },
    60_000,
  )
})

interface Full {
  readonly onPage: (page: number) => unknown
  readonly makeRoom: () => unknown
  readonly remove: () => unknown
}

/** Its tables are on a disk of four megabytes, where one can be made; else the server is made to say that there is no room. */
async function fullPostgres(own: TestDatabase, server: TestDatabase): Promise<Full> {
  const disk = tinyDisk('postgres', 4)
  const space = `tiny_${own.target.database}`
  if (disk === null || !(await takes(server, disk, space))) {
    process.stderr.write(
      'PostgreSQL: no small disk can be made here, so the server is made to say that it is full\n',
    )
    return saidFull(own, 'a_full')
  }
  await own.query(`alter database ${own.target.database} set default_tablespace = ${space}`)
  return {
    onPage: () => undefined,
    makeRoom: () => disk.grow(),
    async remove() {
      await server.query(`drop tablespace ${space}`)
      disk.remove()
    },
  }
}

/** The server may be on another computer, or see other disks. */
async function takes(server: TestDatabase, disk: TinyDisk, space: string): Promise<boolean> {
  try {
    await server.query(`create tablespace ${space} location '${disk.path}'`)
    return true
  } catch {
    disk.remove()
    return false
  }
}

function saidFull(own: TestDatabase, name: string): Full {
  return {
    onPage: (page) =>
      page === 5
        ? own.query(`create function ${name}() returns trigger language plpgsql as $$
            begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
            create trigger ${name} before insert on a_subscribers for each row execute function ${name}()`)
        : undefined,
    makeRoom: () => own.query(`drop function ${name} cascade`),
    remove: () => undefined,
  }
}

/** InnoDB's own disk is not taken from under a server that others use: a trigger says what it would say. */
function fullMysql(own: TestDatabase): Promise<Full> {
  return Promise.resolve({
    onPage: (page: number) =>
      page === 5
        ? own.query(`create trigger a_full before insert on a_subscribers for each row
            signal sqlstate 'HY000' set mysql_errno = 1114, message_text = 'The table is full'`)
        : undefined,
    makeRoom: () => own.query('drop trigger a_full'),
    remove: () => undefined,
  })
}
