import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseFile, type ParseOptions } from '../../../electron/engine/source/parseFile.ts'
import type { Column, DelimitedFormat, Problem } from '../../../shared/model.ts'
import { encodeText, temporaryFile } from '../../support/csvFixtures.ts'

const plain: DelimitedFormat = {
  encoding: 'utf-8',
  bom: false,
  delimiter: ',',
  quote: '"',
  lineEnd: '\n',
  headerRecord: 1,
}

async function parse(
  content: string | Uint8Array,
  format: Partial<DelimitedFormat> = {},
  options: ParseOptions = {},
) {
  const columns: Column[] = []
  const rows: (readonly string[])[] = []
  const problems: Problem[] = []
  const firsts: number[] = []
  const sink = {
    columns: (found: readonly Column[]) => columns.push(...found),
    rows: (first: number, found: readonly (readonly string[])[]) => {
      firsts.push(first - rows.length)
      rows.push(...found)
    },
    problem: (problem: Problem) => problems.push(problem),
  }
  const path = temporaryFile(content)
  const part = { kind: 'text', name: basename(path), path, sizeBytes: content.length, leftOut: null } as const
  const result = await parseFile(part, { ...plain, ...format }, sink, options)
  expect(firsts.every((offset) => offset === 1)).toBe(true)
  return { columns: columns.map(({ name }) => name), rows, problems, result }
}

const kinds = (problems: readonly Problem[]) => problems.map(({ kind, row, column }) => [kind, row, column])

describe('cells', () => {
  test('are text exactly as written', async () => {
    const { rows } = await parse(
      'zip,phone,name,when\n01234,+14155550000,  Anna  ,2026-01-02\n1e5,007,"""Bob""",TRUE\n',
    )
    expect(rows).toEqual([
      ['01234', '+14155550000', '  Anna  ', '2026-01-02'],
      ['1e5', '007', '"Bob"', 'TRUE'],
    ])
  })

  test('of rows that a bare carriage return holds together are apart where each row is whole', async () => {
    const glued = 'a,b,c\r\n1,2,3\r4,5,6\r7,8,9\r\nx,y,z\r\n'
    const { rows, problems } = await parse(glued, { lineEnd: '\r\n' })
    expect(rows.map((cells) => cells.join(''))).toEqual(['123', '456', '789', 'xyz'])
    expect(problems).toEqual([])
  })

  test.each([
    ['the row is whole with it', '1,2\rb,3', ['1', '2\rb', '3']],
    ['the parts are no rows', '1,2\r4,5,6,7', ['1', '2\r4', '5', '6', '7']],
    ['a cell has two', '1,2,3\r\r4,5,6', ['1', '2', '3\r\r4', '5', '6']],
  ])('keep a bare carriage return where %s', async (_, line, cells) => {
    const { rows } = await parse(`a,b,c\r\n${line}\r\nx,y,z\r\n`, { lineEnd: '\r\n' })
    expect(rows).toEqual([cells, ['x', 'y', 'z']])
  })

  test('of glued rows with an address each are apart, blanks and all', async () => {
    const { rows } = await parse('Email,Name,City\na@x.org,Ann,Oslo\rb@x.org,Bo,\nc@x.org,Cy,Bergen\n')
    expect(rows).toEqual([
      ['a@x.org', 'Ann', 'Oslo'],
      ['b@x.org', 'Bo', ''],
      ['c@x.org', 'Cy', 'Bergen'],
    ])
  })

  test.each([
    ['Email,Name,Address', 'a@x.org,Ann,"12 Main St\rApt 4",,', []],
    ['Email,Note', 'a@x.org,"one\rtwo",', []],
    ['Email,Note', 'a@x.org,"one\rtwo",three', ['too-many-cells']],
    ['Name,Note', 'Ann,"one\rtwo",', []],
  ])('under %s are one row in %j', async (header, line, found) => {
    const { rows, problems } = await parse(`${header}\n${line}\n`, { lineEnd: '\n' })
    expect(rows).toHaveLength(1)
    expect(problems.map(({ kind }) => kind)).toEqual(found)
  })

  test('that a short row lacks are noted, not made up', async () => {
    const { rows, problems } = await parse('a,b,c\n1\n1,2,3\n')
    expect(rows).toEqual([['1'], ['1', '2', '3']])
    expect(kinds(problems)).toEqual([['too-few-cells', 1, undefined]])
    expect(problems[0]?.message).toContain('1 cell, but there are 3 columns')
  })

  test('beyond the header are kept, and noted unless they are empty', async () => {
    const { rows, problems } = await parse('a,b\n1,2,3,4\n1,2,,\n')
    expect(rows).toEqual([
      ['1', '2', '3', '4'],
      ['1', '2', '', ''],
    ])
    expect(kinds(problems)).toEqual([['too-many-cells', 1, undefined]])
  })

  test('with NUL bytes keep them', async () => {
    const { rows, problems } = await parse('a,b\n1,2\nx,A\0nna\n')
    expect(rows[1]).toEqual(['x', 'A\0nna'])
    expect(kinds(problems)).toEqual([['nul-bytes', 2, 1]])
  })

  test('that the encoding cannot read are marked on their row, with a count', async () => {
    const bytes = Buffer.concat([
      Buffer.from('a,b\nx,y\nZ'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(',y\nv,w\n'),
    ])
    const { rows, problems } = await parse(bytes)
    expect(rows[1]).toEqual(['Z��', 'y'])
    expect(kinds(problems)).toEqual([['undecodable-text', 2, 0]])
    expect(problems[0]?.message).toContain('2 characters')
  })

  test.each([1, 2, 7, 64])(
    'come out the same, problems and all, when %d bytes are read at a time',
    async (pieceBytes) => {
      const bytes = Buffer.concat([
        Buffer.from('é,b\r\n"1\r\n2",ü\r\n\r\nx\0,"y\r\n'),
        Buffer.from([0xff]),
        Buffer.from(',z'),
      ])
      const whole = await parse(bytes)
      const pieces = await parse(bytes, {}, { pieceBytes })
      expect(pieces).toEqual(whole)
      expect(kinds(whole.problems)).toEqual([
        ['unclosed-quote', 2, 1],
        ['nul-bytes', 2, 0],
        ['undecodable-text', 3, 0],
      ])
    },
  )

  test('bring one problem of a kind for a row, however many cells have it', async () => {
    const { problems } = await parse(`a\n${'"x"y",'.repeat(500)}\n`)
    expect(kinds(problems)).toEqual([
      ['too-many-cells', 1, undefined],
      ['stray-quote', 1, 0],
    ])
  })
})

describe('rows', () => {
  test('without a single character are skipped and counted, wherever they are', async () => {
    const { rows, result } = await parse('a,b\n\n1,2\n,\n"",""\n \n3,4\n\n\n')
    expect(rows).toEqual([['1', '2'], [' '], ['3', '4']])
    expect(result).toMatchObject({ rows: 3, blankRecords: 5, problemRows: 1, wholeFile: true })
  })

  test('start below the header record, which counts blank lines too', async () => {
    const { columns, rows } = await parse('Title\n\na,b\n1,2\n', { headerRecord: 3 })
    expect(columns).toEqual(['a', 'b'])
    expect(rows).toEqual([['1', '2']])
  })

  test('without a header are as wide as most of them, ragged ones aside', async () => {
    const { columns, rows, problems } = await parse('title\n1,2,3\n4,5,6\n7,8,9,10\n', { headerRecord: null })
    expect(columns).toEqual(['Column 1', 'Column 2', 'Column 3'])
    expect(rows[0]).toEqual(['title'])
    expect(kinds(problems)).toEqual([
      ['too-few-cells', 1, undefined],
      ['too-many-cells', 4, undefined],
    ])
  })

  test('stop at the limit', async () => {
    const { rows, result } = await parse('a\n1\n2\n3\n', {}, { limitRecords: 2 })
    expect(rows).toEqual([['1'], ['2']])
    expect(result).toMatchObject({ rows: 2, wholeFile: false })
  })
})

describe('the file', () => {
  test.each(['utf-8', 'utf-16le', 'utf-16be'] as const)(
    'does not give its %s mark to the first column',
    async (encoding) => {
      const { columns } = await parse(encodeText('email,name\na,b\n', encoding, true), {
        encoding,
        bom: true,
      })
      expect(columns).toEqual(['email', 'name'])
    },
  )

  test('that ends above its header is refused', async () => {
    await expect(parse('a\nb\n', { headerRecord: 5 })).rejects.toThrow(/“people.csv” ends before row 5/)
  })

  test('is not read on after an abort', async () => {
    const signal = AbortSignal.abort(new Error('stopped'))
    await expect(parse('a\n1\n', {}, { signal })).rejects.toThrow('stopped')
  })
})
