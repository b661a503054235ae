import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queryTables } from '../../electron/engine/query/queryTables.ts'
import { queryError } from '../../electron/engine/query/queryWords.ts'
import { createQueryRunner } from '../../electron/queries/queryRunner.ts'
import { startTestEngine, type TestEngine } from '../support/testEngine.ts'

/** What runs in the child, here in this process: dozens of children would take too long. */
const tables = queryTables([], [])
let engine: TestEngine
beforeAll(async () => {
  engine = await startTestEngine()
})
afterAll(() => engine.close())

function wordsOf(sql: string): string {
  const ground = {
    database: join(engine.folder, 'listferry.sqlite'),
    files: [],
    views: tables.map(({ view }) => view),
  }
  const reply = createQueryRunner()({ op: 'run', ground, sql, keep: { rows: 10, bytes: 1000 } })
  if (reply.is !== 'problem') return 'was run'
  return queryError(
    reply.problem,
    tables.map(({ name }) => name),
  ).message
}

describe('a query that is wrong says where', () => {
  it.each([
    ['SELECT email FORM people', '“people” (line 1, column 19)'],
    ["SELECT '=', email FROM people\nWHERE state = '=' AND email = = 'a'", '“=” (line 2, column 31)'],
    ['SELECT emial FROM people', 'column “emial” (line 1, column 8)'],
    ['SELECT p.emial FROM people p -- emial', 'column “p.emial” (line 1, column 10)'],
    ['SELECT * FROM peple', 'table “peple” (line 1, column 15). Tables: people, memberships'],
    ['SELECT p.email FROM people p JOIN memberships m ON id = person_id WHERE email = 1', '“email” (line 1'],
    ['SELECT count( FROM people', '“FROM” (line 1, column 15)'],
    ['SELECT (1', 'ends too early'],
    ['-- nothing', 'nothing to run'],
    ['SELECT nowhere(1)', 'function “nowhere”'],
  ])('%s', (sql, words) => {
    expect(wordsOf(sql)).toContain(words)
  })
})

describe('a query that is up to something is refused in words', () => {
  it.each([
    ["INSERT INTO people (email) VALUES ('x')", 'only reads'],
    ['DELETE FROM contact', 'only reads'],
    ['WITH n AS (SELECT 1) DELETE FROM people', 'only reads'],
    ['WITH n AS (SELECT 1) DELETE FROM contact', 'only reads'],
    ['UPDATE run SET status = 1', 'only reads'],
    ['CREATE TABLE x (a)', 'only reads'],
    ['CREATE TEMP TABLE x AS SELECT 1', 'only reads'],
    ['DROP VIEW people', 'only reads'],
    ["VACUUM INTO '/tmp/copy.sqlite'", 'opens no files'],
    ["ATTACH '/etc/passwd' AS x", 'opens no files'],
    ['PRAGMA writable_schema = 1', 'settings'],
    ["SELECT * FROM pragma_table_info('contact')", 'no table'],
    ['BEGIN', 'single SELECT'],
    ['SELECT 1; DELETE FROM contact', 'more than one query'],
    ['EXPLAIN SELECT * FROM people', 'EXPLAIN'],
    ["SELECT load_extension('x')", 'load_extension'],
    ['SELECT email FROM contact', 'no table “contact”'],
    ['SELECT * FROM sqlite_schema', 'no table “sqlite_master”'],
    ['SELECT sql FROM sqlite_temp_schema', 'no table'],
    ['SELECT body FROM planned_change', 'no table “planned_change”'],
    ['SELECT body FROM change', 'no table “planned_change”'],
    // A common table that is called like a view is not taken for it.
    ['WITH people AS (SELECT * FROM contact) SELECT * FROM people', 'no table “contact”'],
    ['SELECT hex(zeroblob(900000000))', 'too big'],
  ])('%s', (sql, words) => {
    expect(wordsOf(sql)).toContain(words)
  })

  it('while common tables, JSON and a semicolon at the end are fine', () => {
    expect(wordsOf('WITH n(i) AS (SELECT 1) SELECT count(*) FROM n;')).toBe('was run')
    expect(wordsOf(`SELECT value FROM people, json_each(people.fields); -- that's all`)).toBe('was run')
  })
})
