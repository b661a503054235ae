import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Account } from '../../../electron/engine/connectors/connector.ts'
import type { Database } from '../../../electron/engine/replicate/database.ts'
import { openMysql } from '../../../electron/engine/replicate/databases/mysql.ts'
import { openPostgres } from '../../../electron/engine/replicate/databases/postgres.ts'
import { openSqlite } from '../../../electron/engine/replicate/databases/sqlite.ts'
import { openTarget } from '../../../electron/engine/replicate/openTarget.ts'
import { replicate } from '../../../electron/engine/replicate/replicate.ts'
import { testTarget } from '../../../electron/engine/replicate/testTarget.ts'
import type { ReplicatedTable } from '../../../shared/contract/replications.ts'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import type { FieldId, RemoteId } from '../../../shared/model.ts'
import type { ServiceObject } from '../../../shared/objectTypes.ts'
import { cutConnection } from '../../support/cutConnection.ts'
import { mysqlForTests, postgresForTests, sayUsed, type TestDatabase } from '../../support/databases.ts'
import { createManualClock } from '../../support/manualClock.ts'
import { tinyDisk } from '../../support/tinyDisk.ts'
import { until } from '../../support/until.ts'

const folder = mkdtempSync(join(tmpdir(), 'listferry-trouble-'))
const postgres = await postgresForTests()
const mysql = await mysqlForTests()
beforeAll(() => {
  sayUsed('PostgreSQL', postgres)
  sayUsed('MySQL or MariaDB', mysql)
})
afterAll(async () => {
  for (const database of [postgres, mysql]) if (typeof database !== 'string') await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

const signal = new AbortController().signal
const field = (id: string, type: 'text' | 'number' | 'date' = 'text') => ({
  id: id as FieldId,
  key: id,
  label: id,
  type,
  custom: false,
  readOnly: true,
  requiredFor: [],
})
const people: ObjectTypeView = {
  id: 'subscribers',
  title: 'Subscribers',
  one: 'subscriber',
  many: 'subscribers',
  fields: [field('email'), field('score', 'number')],
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

/** A service with so many pages of ten; `onPage` is told before each is given out. */
function serviceOf(
  pages: number,
  onPage: (page: number) => unknown = () => undefined,
  values: (n: number) => ServiceObject['values'] = (n) => ({
    ['email' as FieldId]: `p${n}@example.org`,
    ['score' as FieldId]: n,
  }),
): Pick<Account, 'readObjects'> & { readonly asked: number[] } {
  const asked: number[] = []
  return {
    asked,
    async *readObjects({ cursor }) {
      for (let page = Number(cursor ?? 0); page < pages; page += 1) {
        asked.push(page)
        await onPage(page)
        const objects = Array.from({ length: 10 }, (_, i): ServiceObject => {
          const n = page * 10 + i
          return { id: String(n) as RemoteId, values: values(n) }
        })
        yield { objects, ...(page + 1 < pages && { cursor: String(page + 1) }) }
      }
    },
  }
}

async function copy(
  open: () => Promise<Database> | Database,
  account: Pick<Account, 'readObjects'>,
  prefix = 'a_',
  stopped = signal,
): Promise<readonly ReplicatedTable[]> {
  const clock = createManualClock()
  const done: ReplicatedTable[] = []
  const deps = {
    account: account as Account,
    clock: { ...clock, sleep: () => Promise.resolve() },
    open: () => Promise.resolve(open()),
    onProgress: () => undefined,
    onTable: (table: ReplicatedTable) => void done.push(table),
  }
  await replicate(deps, { connection: 'c', prefix } as never, [people], false, stopped)
  return done
}

const rowsOf = (path: string) => {
  const db = new DatabaseSync(path)
  try {
    return db.prepare('select count(*) as n, count(distinct id) as ids from a_subscribers').get()
  } finally {
    db.close()
  }
}

describe('an SQLite file in trouble', () => {
  it('that is full keeps every page that was written, and goes on there when there is room', async () => {
    const path = join(folder, 'full.sqlite')
    const long = (n: number) => ({ ['email' as FieldId]: `${n} ${'x'.repeat(5000)}` })
    await expect(
      copy(() => openSqlite(path, true, { maxPages: 100 }), serviceOf(20, undefined, long)),
    ).rejects.toThrow(/There is no room left to write .*full\.sqlite\. .*it goes on where it stopped/)
    const { n: kept } = rowsOf(path) as { n: number }
    expect(kept).toBeGreaterThan(0)
    const service = serviceOf(20, undefined, long)
    await copy(() => openSqlite(path, false), service)
    expect(service.asked).toEqual(Array.from({ length: 20 - kept / 10 }, (_, n) => kept / 10 + n))
    expect(rowsOf(path)).toEqual({ n: 200, ids: 200 })
  })

  it('that vanished meanwhile is not made anew in silence', async () => {
    const path = join(folder, 'gone.sqlite')
    const away = serviceOf(5, (page) => {
      if (page === 2) renameSync(path, `${path}.away`)
    })
    await expect(copy(() => openSqlite(path, true), away)).rejects.toThrow(
      /gone\.sqlite is not there any more/,
    )
    expect(existsSync(path)).toBe(false)
    await expect(openTarget({ is: 'sqlite', path }, { password: null, isNew: false })).rejects.toThrow(
      /not there any more/,
    )
  })

  it('that is no database, or whose folder is a file, is said to be so and left as it is', async () => {
    const path = join(folder, 'letter.txt')
    writeFileSync(
      path,
      'Dear reader, this is a letter and no database at all, and quite long enough to be read.',
    )
    await expect(openTarget({ is: 'sqlite', path }, { password: null, isNew: true })).rejects.toThrow(
      /is no SQLite database, and is left/,
    )
    await expect(
      openTarget({ is: 'sqlite', path: join(path, 'x.sqlite') }, { password: null, isNew: true }),
    ).rejects.toThrow(/can’t be opened/)
  })

  it('that can only be read is said to be so, and goes on where it can be written again', async ({
    skip,
  }) => {
    // Whoever runs the tests as root may write everywhere, but not on a disk that is locked.
    const disk = tinyDisk('root', 4)
    skip(disk === null && process.getuid?.() === 0, 'root may write everywhere, and no disk can be made here')
    const path = join(disk?.path ?? folder, 'locked.sqlite')
    const opened = () => openTarget({ is: 'sqlite', path }, { password: null, isNew: false })
    try {
      await copy(() => openSqlite(path, true), serviceOf(1))
      if (disk === null) chmodSync(path, 0o400)
      else disk.lock()
      await expect(copy(opened, serviceOf(2))).rejects.toThrow(/can only be read\. Allow writing to it/)
      if (disk === null) chmodSync(path, 0o600)
      else disk.grow()
      await copy(opened, serviceOf(2))
      expect(rowsOf(path)).toEqual({ n: 20, ids: 20 })
    } finally {
      disk?.remove()
    }
  })

  it('waits for nobody who holds it for long, and says who has it', async () => {
    const path = join(folder, 'busy.sqlite')
    await copy(() => openSqlite(path, true), serviceOf(1))
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    await expect(copy(() => openSqlite(path, false), serviceOf(1))).rejects.toThrow(
      /Another program is writing/,
    )
    other.close()
  }, 30_000)
})

describe('values that do not fit', () => {
  it('turn their column into text, and nothing is lost', async () => {
    const path = join(folder, 'types.sqlite')
    const values = (n: number) => ({ ['score' as FieldId]: n === 15 ? 'very high' : n })
    await copy(() => openSqlite(path, true), serviceOf(2, undefined, values))
    const db = new DatabaseSync(path)
    expect(db.prepare(`select score from a_subscribers where id = '15'`).get()).toEqual({
      score: 'very high',
    })
    db.close()
  })
})

const servers: [
  string,
  TestDatabase | string,
  (port: number, database: TestDatabase, lockMs?: number) => Promise<Database>,
][] = [
  [
    'PostgreSQL',
    postgres,
    (port, { target, password }, lockMs) =>
      openPostgres({ ...target, port, password, ...(lockMs !== undefined && { lockMs }) }),
  ],
  [
    'MySQL or MariaDB',
    mysql,
    (port, { target, password }, lockMs) =>
      openMysql({ ...target, port, password, ...(lockMs !== undefined && { lockMs }) }),
  ],
]

describe.each(servers)('a %s server in trouble', (name, given, open) => {
  const database = given as TestDatabase
  const skipped = typeof given === 'string'
  const count = async (table: string) =>
    Number((await database.query(`select count(*) as n from ${table}`))[0]?.['n'])
  /** As a program does that works on a table of its own. */
  const hold = (table: string) =>
    database.query(name === 'PostgreSQL' ? `begin; lock table ${table}` : `lock tables ${table} write`)
  const isWaitedFor = async () => {
    const waiting = await database.query(
      name === 'PostgreSQL'
        ? `select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
        : `select id from information_schema.processlist where state like 'Waiting for table%' and db = '${database.target.database}'`,
    )
    return waiting.length > 0
  }
  const letGo = () => database.query(name === 'PostgreSQL' ? 'rollback' : 'unlock tables')

  it.skipIf(skipped)(
    'that drops the connection between two pages, in the midst of one, or before its end, loses and repeats nothing',
    async () => {
      const between = await cutConnection(database.target)
      const service = serviceOf(8, (page) => {
        if (page === 2 && between.cuts() === 0) between.cut()
        // Within the transaction, which its rows are a part of.
        if (page === 4 && between.cuts() === 1) between.cutAtText('p45@example.org')
        // Its commit never arrives.
        if (page === 6 && between.cuts() === 2) between.cutAtText('commit')
      })
      const [done] = await copy(() => open(between.port, database), service, 'cut_')
      expect(between.cuts()).toBe(3)
      expect(done).toMatchObject({ type: 'subscribers', deleted: 0 })
      expect(await count('cut_subscribers')).toBe(80)
      // A page that was not written is asked for again, and the one that was fetched meanwhile.
      expect(new Set(service.asked)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]))
      expect(service.asked.length).toBeLessThanOrEqual(8 + 3 * 2)
      await between.close()
    },
  )

  it.skipIf(skipped)('that stays away is given up in words, and the next run goes on', async () => {
    const between = await cutConnection(database.target)
    const away = serviceOf(4, (page) => {
      if (page !== 2) return
      between.shut(true)
      between.cut()
    })
    await expect(copy(() => open(between.port, database), away, 'away_')).rejects.toThrow()
    between.shut(false)
    const kept = (await count('away_subscribers')) / 10
    const back = serviceOf(4)
    await copy(() => open(between.port, database), back, 'away_')
    expect(kept).toBeGreaterThan(0)
    expect(back.asked).toEqual([0, 1, 2, 3].slice(kept))
    expect(await count('away_subscribers')).toBe(40)
    await between.close()
  })

  it.skipIf(skipped)(
    'that lets only read, or not in at all, or has no such database, is said to be so',
    async () => {
      const { target, password } = database
      const as = (more: object, secret = password) =>
        openTarget({ ...target, ...more }, { password: secret, isNew: true })
      await expect(as({ database: 'nobody_made_this' })).rejects.toThrow(
        /has no database called “nobody_made_this”/,
      )
      await expect(as({ port: 1 })).rejects.toThrow(/Nothing answers on .*:1\./)
      await expect(as({ encryption: 'verify' })).rejects.toThrow(
        /does not speak encrypted|does not trust the certificate/,
      )
      const reader = `reader_${target.database}`.slice(0, 32)
      if (name === 'PostgreSQL') {
        await database.query(
          `create role ${reader} login; alter role ${reader} set default_transaction_read_only = on`,
        )
        const only = await as({ user: reader }).catch((error: unknown) => error)
        if ('db' in (only as object)) {
          await expect(testTarget(only as Database)).rejects.toThrow(/can only be read/)
          await (only as Database).close()
        }
        await database.query(`drop role ${reader}`)
        return
      }
      await database.query(
        `create user ${reader}@'%' identified by 'secret'; grant select on ${target.database}.* to ${reader}@'%'`,
      )
      await expect(as({ user: reader }, 'wrong')).rejects.toThrow(/does not let “.*” in with this password/)
      const only = await as({ user: reader }, 'secret')
      await expect(testTarget(only)).rejects.toThrow(/may not write to the tables/)
      await only.close()
      await database.query(`drop user ${reader}@'%'`)
    },
  )

  it.skipIf(skipped)('keeps long texts, odd signs and wrong types, in columns that become text', async () => {
    const values = (n: number) => ({
      ['email' as FieldId]: n === 3 ? 'ß'.repeat(70_000) : `o'\\ "${n}" \u0000\t\r\n\\N \\. 😀`,
      ['score' as FieldId]: n === 15 ? 'very high' : n,
    })
    await copy(() => open(database.target.port, database), serviceOf(2, undefined, values), 'odd_')
    const rows = await database.query('select id, email, score from odd_subscribers')
    const byId = new Map(rows.map((row) => [row['id'], row]))
    expect(byId.get('3')?.['email']).toBe('ß'.repeat(70_000))
    expect(byId.get('4')?.['email']).toBe(`o'\\ "4" \t\r\n\\N \\. 😀`)
    expect(byId.get('15')?.['score']).toBe('very high')
    expect(byId.get('5')?.['score']).toBe('5')
  })

  it.skipIf(skipped)(
    'says which column of somebody else’s must be filled, and goes on once it need not',
    async () => {
      const opened = () => open(database.target.port, database)
      await copy(opened, serviceOf(1), 'filled_')
      await database.query('alter table filled_subscribers add column mine int not null default 1')
      await copy(opened, serviceOf(1), 'filled_')
      await database.query('alter table filled_subscribers alter column mine drop default')
      await expect(copy(opened, serviceOf(2), 'filled_')).rejects.toMatchObject({
        code: 'conflict',
        message: `In a table in “${database.target.database}” the column “mine” must be filled, and Listferry has nothing for it. Let it be empty or give it a default, then run this again.`,
      })
      await database.query('alter table filled_subscribers alter column mine set default 2')
      await copy(opened, serviceOf(2), 'filled_')
      expect(
        await database.query(
          'select mine, count(*) as n from filled_subscribers group by mine order by mine',
        ),
      ).toEqual([1, 2].map((mine) => ({ mine, n: name === 'PostgreSQL' ? '10' : 10 })))
    },
  )

  it.skipIf(skipped)('whose notes somebody wrote over is said to be so, and how it is mended', async () => {
    const opened = () => open(database.target.port, database)
    await copy(opened, serviceOf(1), 'noted_')
    await database.query(`update listferry_tables set state = 'mine' where table_name = 'noted_subscribers'`)
    await expect(copy(opened, serviceOf(1), 'noted_')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(
        /about the table noted_subscribers can’t be read: somebody else changed it/,
      ) as string,
    })
    await database.query('drop table noted_subscribers')
    await database.query(`delete from listferry_tables where table_name = 'noted_subscribers'`)
    await copy(opened, serviceOf(1), 'noted_')
    expect(await count('noted_subscribers')).toBe(10)
  })

  it.skipIf(skipped)(
    'that somebody else keeps waiting can be paused all the same, and goes on afterwards',
    async () => {
      const opened = () => open(database.target.port, database)
      const pausing = new AbortController()
      const held = serviceOf(5, (page) => (page === 2 ? hold('paused_subscribers') : undefined))
      const copying = expect(copy(opened, held, 'paused_', pausing.signal)).rejects.toThrow()
      await until(isWaitedFor)
      pausing.abort(new Error('paused'))
      await copying
      await letGo()
      expect((await count('paused_subscribers')) % 10).toBe(0)
      await copy(opened, serviceOf(5), 'paused_')
      expect(await count('paused_subscribers')).toBe(50)
    },
  )

  it.skipIf(skipped)(
    'where somebody else holds a table for long is said to be busy',
    async () => {
      const opened = () => open(database.target.port, database, 1000)
      await copy(opened, serviceOf(1), 'busy_')
      await hold('busy_subscribers')
      await expect(copy(opened, serviceOf(2), 'busy_')).rejects.toThrow(
        '127.0.0.1 is busy. Run this again in a while; it goes on where it stopped.',
      )
      await letGo()
      await copy(opened, serviceOf(2), 'busy_')
      expect(await count('busy_subscribers')).toBe(20)
    },
    30_000,
  )

  it.skipIf(skipped)('whose table is dropped meanwhile gets it anew, with everything in it', async () => {
    let isDropped = false
    const service = serviceOf(5, async (page) => {
      if (page !== 3 || isDropped) return
      isDropped = true
      await database.query('drop table dropped_subscribers')
    })
    const [done] = await copy(() => open(database.target.port, database), service, 'dropped_')
    expect(done).toMatchObject({ isWhole: true })
    expect(await count('dropped_subscribers')).toBe(50)
  })

  it.skipIf(skipped)('takes a page again of which a list repeats rows, also the first time', async () => {
    const repeating = serviceOf(3)
    const account: Pick<Account, 'readObjects'> = {
      async *readObjects(request, stop) {
        let last: readonly ServiceObject[] = []
        for await (const { objects, ...page } of repeating.readObjects?.(request, stop) ?? []) {
          yield { ...page, objects: [...last.slice(-2), ...objects] }
          last = objects
        }
      },
    }
    await copy(() => open(database.target.port, database), account, 'again_')
    expect(await count('again_subscribers')).toBe(30)
  })

  it.skipIf(skipped)('is not written to when another program fills the same table meanwhile', async () => {
    const service = serviceOf(4, async (page) => {
      if (page !== 2) return
      await database.query(
        `update listferry_tables set pages = pages + 1 where table_name = 'both_subscribers'`,
      )
    })
    await expect(copy(() => open(database.target.port, database), service, 'both_')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Another program is filling the table both_subscribers') as string,
    })
    expect(await count('both_subscribers')).toBeLessThanOrEqual(20)
    await copy(() => open(database.target.port, database), serviceOf(4), 'both_')
    expect(await count('both_subscribers')).toBe(40)
  })

  it.skipIf(skipped)('takes pages of which all, some or none were there before', async () => {
    const from = (first: number): Pick<Account, 'readObjects'> => ({
      async *readObjects() {
        const objects = Array.from({ length: 10 }, (_, i): ServiceObject => {
          const values = { ['email' as FieldId]: `p${first + i}@example.org`, ['score' as FieldId]: first }
          return { id: String(first + i) as RemoteId, values }
        })
        yield await Promise.resolve({ objects })
      },
    })
    const scores = async () =>
      (
        await database.query(
          'select score, count(*) as n from mixed_subscribers group by score order by score',
        )
      ).map(({ score, n }) => [score, Number(n)])
    const into = (first: number) => copy(() => open(database.target.port, database), from(first), 'mixed_')
    await into(0)
    expect(await scores()).toEqual([[0, 10]])
    await into(5)
    expect(await scores()).toEqual([
      [0, 5],
      [5, 10],
    ])
    await into(5)
    expect(await count('mixed_subscribers')).toBe(15)
  })
})
