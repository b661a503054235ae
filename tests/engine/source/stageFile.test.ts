import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { basename, dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openStagedRows } from '../../../electron/engine/source/stagedRows.ts'
import { stageFile, removeStagedFile } from '../../../electron/engine/source/stageFile.ts'
import type { StageProgress, StageWork } from '../../../electron/engine/source/stageMessages.ts'
import { stageRows } from '../../../electron/engine/source/stageRows.ts'
import { stagingError } from '../../../electron/engine/source/stagingError.ts'
import type { Encoding, SourceFormat, SourceId } from '../../../shared/model.ts'
import { tinyDisk } from '../../support/tinyDisk.ts'
import { canEncode, csvText, encodeText, temporaryFile, temporaryFolder } from '../../support/csvFixtures.ts'

const signal = new AbortController().signal

function requestFor(path: string, overrides: Partial<SourceFormat> = {}) {
  const databasePath = join(temporaryFolder(), 'source.sqlite')
  return { id: 'source-1' as SourceId, path, name: basename(path), overrides, databasePath }
}

function openStaged(databasePath: string) {
  const staged = openStagedRows(databasePath)
  onTestFinished(() => staged.close())
  return staged
}

function everythingIn(databasePath: string) {
  const db = new DatabaseSync(databasePath, { readOnly: true })
  const all = (table: string) => db.prepare(`SELECT * FROM ${table}`).all()
  const found = { row: all('row'), problem: all('problem'), info: all('info') }
  db.close()
  return found
}

function tablesOf(db: DatabaseSync) {
  return db
    .prepare('SELECT name FROM sqlite_schema')
    .all()
    .map(({ name }) => name)
}

const filesBeside = (databasePath: string) => readdirSync(dirname(databasePath))

describe('a staged file', () => {
  test('holds the rows, the problems and what the file was', async () => {
    const content = 'email,name\na@x.org,Anna\nb@x.org\n\nc@x.org,"Carl\n'
    const request = requestFor(temporaryFile(content))
    const info = await stageFile(request, { signal, clock: { now: () => 1_700_000_000_000 } })
    expect(info).toMatchObject({
      id: 'source-1',
      name: 'people.csv',
      sizeBytes: Buffer.byteLength(content),
      sha256: createHash('sha256').update(content).digest('hex'),
      rows: 3,
      problemRows: 2,
      stagedAt: 1_700_000_000_000,
    })
    const staged = openStaged(request.databasePath)
    expect(staged.info).toEqual(info)
    expect(staged).toMatchObject({ complete: true, blankRecords: 1 })
    expect(staged.rows({ from: 1, limit: 10 })).toEqual([
      { row: 1, cells: ['a@x.org', 'Anna'] },
      { row: 2, cells: ['b@x.org'] },
      { row: 3, cells: ['c@x.org', '"Carl'] },
    ])
    expect(staged.problemCounts()).toEqual({ 'too-few-cells': 1, 'unclosed-quote': 1 })
  })

  test('is one file when it is done, and gone when it is removed', async () => {
    const request = requestFor(temporaryFile('a,b\n1,2\n'))
    await stageFile(request, { signal })
    expect(filesBeside(request.databasePath)).toEqual(['source.sqlite'])
    await removeStagedFile(request.databasePath)
    expect(filesBeside(request.databasePath)).toEqual([])
  })

  test('can be read while the worker is still writing it', async () => {
    const request = requestFor(
      temporaryFile('email,name\n' + 'someone@example.com,Somebody\n'.repeat(800_000)),
    )
    const seen: { rows: number; complete: boolean }[] = []
    const info = await stageFile(request, {
      signal,
      onProgress({ rows }) {
        if (rows < 400_000 || seen.length > 0) return
        const staged = openStagedRows(request.databasePath)
        seen.push({ rows: staged.info.rows, complete: staged.complete })
        expect(staged.rows({ from: 1, limit: 1 })[0]?.cells).toEqual(['someone@example.com', 'Somebody'])
        staged.close()
      },
    })
    expect(info.rows).toBe(800_000)
    expect(seen[0]?.complete).toBe(false)
    expect(seen[0]?.rows).toBeGreaterThan(0)
  })

  test('is written to its end although somebody reads it again and again', async () => {
    const request = requestFor(
      temporaryFile('email,name\n' + 'someone@example.com,Somebody\n'.repeat(400_000)),
    )
    const reading = { isOver: false, times: 0 }
    const reader = (async () => {
      while (!reading.isOver) {
        await new Promise((resolve) => setImmediate(resolve))
        if (!existsSync(request.databasePath)) continue
        // A statement that is not read to its end holds what it reads.
        const db = new DatabaseSync(request.databasePath, { readOnly: true, timeout: 5000 })
        const rows = tablesOf(db).includes('row') ? db.prepare('SELECT n FROM row').iterate() : null
        if (rows?.next().done === false) reading.times += 1
        await new Promise((resolve) => setTimeout(resolve, 20))
        db.close()
      }
    })()
    const info = await stageFile(request, { signal })
    reading.isOver = true
    await reader
    expect(info.rows).toBe(400_000)
    expect(reading.times).toBeGreaterThan(2)
  })

  test('tells how far it is, and ends without a row too many', async () => {
    const path = temporaryFile('email\n' + 'someone@example.com\n'.repeat(200_000))
    const progress: StageProgress[] = []
    await stageFile(requestFor(path), { signal, onProgress: (each) => progress.push(each) })
    const sizeBytes = readFileSync(path).length
    expect(progress.length).toBeGreaterThan(0)
    expect(progress.every((each) => each.sizeBytes === sizeBytes && each.bytesRead <= sizeBytes)).toBe(true)
  })

  test('of a long file, written beside its parsing, is what it is when it is written by the one that parses', async () => {
    const lines = Array.from({ length: 60_000 }, (_, n) =>
      n % 7 === 0
        ? `"a ""${n}"", or\nb",x`
        : n % 500 === 0
          ? `short ${n}`
          : `person.${n}@example.com,${'é'.repeat(n % 90)}`,
    )
    const path = temporaryFile(`email,name\n${lines.join('\n')}\n`)
    const [beside, here] = [requestFor(path), { ...requestFor(path), stagedAt: 5 }]
    await stageFile(beside, { signal, clock: { now: () => 5 } })
    await stageRows(here, () => undefined)
    const contents = [beside, here].map(({ databasePath }) => everythingIn(databasePath))
    expect(contents[0]?.row).toHaveLength(60_000)
    expect(contents[0]).toEqual(contents[1])
  })

  test('of a line of 20 MB has a problem on that row and the rows after it', async () => {
    const long = 'x'.repeat(20_000_000)
    const request = requestFor(temporaryFile(`email,note\na@x.org,${long}\nb@x.org,short\n`))
    await stageFile(request, { signal })
    const staged = openStaged(request.databasePath)
    expect(staged.problemCounts()).toEqual({ 'record-too-long': 1 })
    expect(staged.rows({ from: 2, limit: 5 })).toEqual([{ row: 2, cells: ['b@x.org', 'short'] }])
  })

  test('of a file where every line opens quotes has a row for each line', async () => {
    const lines = '"",""x,"a\n'.repeat(30_000)
    const request = requestFor(temporaryFile(`a,b,c\n${lines}`), { quote: '"', delimiter: ',' })
    const info = await stageFile(request, { signal })
    expect(info.rows).toBe(30_000)
    expect(info.problemRows).toBe(30_000)
  })
})

describe('any table, written as CSV and staged, comes back cell for cell', () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom(...`ab,;|\t"'\r\n =\u0000éü€Š`.split(/(?=[^])/)), maxLength: 8 }),
    fc.constantFrom('', '01234', '+14155550000', ' x ', "'quoted'", '"', '\r', '\n', '\r\n'),
    fc
      .string({ unit: 'binary', maxLength: 5 })
      .filter((text) => text.isWellFormed() && !/[\u0001-\u0008\u000b\u000c\u000e-\u001f]/.test(text)),
  )
  const tables = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    )
  const formats = fc.record({
    encoding: fc.constantFrom<Encoding>(
      'utf-8',
      'utf-16le',
      'utf-16be',
      'windows-1252',
      'iso-8859-15',
      'macintosh',
      'cp850',
    ),
    delimiter: fc.constantFrom(',' as const, ';' as const, '\t' as const, '|' as const),
    quote: fc.constantFrom('"' as const, "'" as const),
    lineEnd: fc.constantFrom('\n' as const, '\r\n' as const, '\r' as const),
    always: fc.boolean(),
    bom: fc.boolean(),
  })

  test('under every format that can carry it', async () => {
    await fc.assert(
      fc.asyncProperty(tables, formats, async (table, { always, ...choice }) => {
        const bom = choice.bom && choice.encoding.startsWith('utf')
        const format = { ...choice, bom, headerRecord: 1 }
        const text = csvText([['x', ...(table[0] ?? []).slice(1)], ...table], format, always)
        fc.pre(canEncode(text, format.encoding))
        const rows = table.filter((record) => record.some((each) => each !== ''))
        fc.pre(rows.length > 0)
        const path = temporaryFile(encodeText(text, format.encoding, bom))
        const work: StageWork = { ...requestFor(path, format), stagedAt: 0 }
        await stageRows(work, () => undefined)
        const staged = openStagedRows(work.databasePath)
        const found = staged.rows({ from: 1, limit: 100 }).map(({ cells }) => cells)
        staged.close()
        expect(found).toEqual(rows)
      }),
      { numRuns: 150 },
    )
  })
})

describe('when it does not work out', () => {
  test.each([
    ['an empty file', '', 'invalid-input', /“people.csv” is empty/],
    ['a header alone', 'email,name\n', 'invalid-input', /“people.csv” has a header but no rows/],
    ['a header and blank lines', 'email,name\n\n,\n', 'invalid-input', /has a header but no rows/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0]), 'invalid-input', /PNG picture/],
  ])('%s is refused, and nothing is left behind', async (_case, content, code, words) => {
    const request = requestFor(temporaryFile(content))
    const staging = stageFile(request, { signal })
    await expect(staging).rejects.toThrow(words)
    await expect(staging).rejects.toMatchObject({ code })
    expect(filesBeside(request.databasePath)).toEqual([])
  })

  test('a folder and a missing file are refused in words', async () => {
    const folder = temporaryFolder()
    await expect(stageFile(requestFor(folder), { signal })).rejects.toMatchObject({ code: 'invalid-input' })
    const missing = stageFile(requestFor(join(folder, 'gone.csv')), { signal })
    await expect(missing).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('gone.csv') as string,
    })
  })

  test('an abort stops the worker and removes what it wrote', async () => {
    const request = requestFor(temporaryFile('email\n' + 'someone@example.com\n'.repeat(600_000)))
    const controller = new AbortController()
    const staging = stageFile(request, {
      signal: controller.signal,
      onProgress: ({ rows }) => rows > 0 && controller.abort(),
    })
    await expect(staging).rejects.toMatchObject({ code: 'cancelled' })
    expect(filesBeside(request.databasePath)).toEqual([])
  })

  test('an abort before it starts starts nothing', async () => {
    const request = requestFor(temporaryFile('a\n1\n'))
    await expect(stageFile(request, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(existsSync(request.databasePath)).toBe(false)
  })

  test('a folder that the staged file cannot be written in is said in words', async () => {
    const request = {
      ...requestFor(temporaryFile('a\n1\n')),
      databasePath: join(temporaryFolder(), 'no', 'x.sqlite'),
    }
    await expect(stageFile(request, { signal })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('“people.csv”') as string,
    })
  })

  test('a mistake of ours inside the worker ends it, and nothing is left behind', async () => {
    const request = requestFor(temporaryFile('a\n1\n'))
    const broken = { ...request, overrides: { headerRecord: 1, encoding: 'no-such-encoding' as Encoding } }
    await expect(stageFile(broken, { signal })).rejects.toMatchObject({ code: 'bug' })
    expect(filesBeside(request.databasePath)).toEqual([])
  })

  test('a disk that is full while another thread writes stops the reading in words, and nothing is left', async ({
    skip,
  }) => {
    const disk = tinyDisk('root', 4)
    if (disk === null) return skip('no disk of its own could be mounted')
    onTestFinished(() => disk.remove())
    const path = temporaryFile('email\n' + 'someone@example.com\n'.repeat(600_000))
    const databasePath = join(disk.path, 'source.sqlite')
    const staging = stageFile({ ...requestFor(path), databasePath }, { signal })
    await expect(staging).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/no room left.*“people.csv”.*Free some space/) as string,
    })
    expect(filesBeside(databasePath)).toEqual([])
  })

  test('a full disk is said in words, with the name of the file', () => {
    const db = new DatabaseSync(':memory:')
    db.exec('CREATE TABLE t (x TEXT); PRAGMA max_page_count = 3')
    let full: unknown
    try {
      db.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(100_000))
    } catch (error) {
      full = error
    }
    db.close()
    expect(stagingError(full, 'people.csv')).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/no room left.*“people.csv”.*Free some space/) as string,
    })
  })

  test('an older partial file at the same place is not built upon', async () => {
    const request = requestFor(temporaryFile('a,b\n1,2\n'))
    writeFileSync(request.databasePath, 'left over')
    await expect(stageFile(request, { signal })).rejects.toMatchObject({ code: 'unavailable' })
  })
})
