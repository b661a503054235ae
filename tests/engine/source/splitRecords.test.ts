import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanReader } from '../../../electron/engine/source/readCleanRecords.ts'
import { readRecord, type Dialect, type RecordFault } from '../../../electron/engine/source/readRecord.ts'
import { maxRecordLength, recordSplitter } from '../../../electron/engine/source/splitRecords.ts'

const comma: Dialect = { delimiter: ',', quote: '"', lineEnd: '\n' }
type Found = readonly [cells: readonly string[], ...faults: string[]]

function split(pieces: readonly string[], dialect = comma): Found[] {
  const splitter = recordSplitter(dialect)
  return [...pieces, ''].flatMap((piece, index) => {
    return [...splitter(piece, index === pieces.length)].flatMap(({ records, faults }) =>
      records.map((cells, at): Found => [cells, ...(faults.get(at) ?? []).map(describeFault)]),
    )
  })
}

const describeFault = ({ kind, column }: RecordFault) => `${kind} ${column}`

describe('damaged quotes', () => {
  test.each<[string, string, Found[]]>([
    [
      'a quote never closed ends at its line, and the next rows are whole',
      'a,"b,c\nd,e,f\n',
      [[['a', '"b', 'c'], 'unclosed-quote 1'], [['d', 'e', 'f']]],
    ],
    [
      'the quotes of later rows do not close it',
      '1,"Anna\n2,"Bob"\n3,"Carl",x\n',
      [[['1', '"Anna'], 'unclosed-quote 1'], [['2', 'Bob']], [['3', 'Carl', 'x']]],
    ],
    [
      'empty quoted cells of later rows do not close it',
      '1,"Anna\n2,""\n3,Carl\n',
      [[['1', '"Anna'], 'unclosed-quote 1'], [['2', '']], [['3', 'Carl']]],
    ],
    [
      'in every row',
      '"a\n"b\n"c\n',
      [
        [['"a'], 'unclosed-quote 0'],
        [['"b'], 'unclosed-quote 0'],
        [['"c'], 'unclosed-quote 0'],
      ],
    ],
    ['in the last row, without a line end', 'a,b\nc,"d', [[['a', 'b']], [['c', '"d'], 'unclosed-quote 1']]],
    [
      'quotes inside a quoted cell belong to it',
      '"Bob "the" Builder",x\n',
      [[['Bob "the" Builder', 'x'], 'stray-quote 0']],
    ],
    [
      'text after a closing quote stays in its row',
      '"abc"def,x\n"g",h\n',
      [[['"abc"def', 'x'], 'stray-quote 0'], [['g', 'h']]],
    ],
    ['a quote inside a plain cell is text', '5" pipe,a"b"\n', [[['5" pipe', 'a"b"']]]],
    ['blanks after a closing quote are dropped', '"a"  ,"b" \n', [[['a', 'b']]]],
    [
      'blanks before an opening quote too, as people type them',
      ' "a", "Lee, ""Ann""" ,  "b"\nc, "d"\n',
      [[['a', 'Lee, "Ann"', 'b']], [['c', 'd']]],
    ],
    [
      'but a quote after a blank that is not closed where its cell ends is text',
      'a, "wide" one,b\nc, "d\ne", f\n',
      [[['a', ' "wide" one', 'b']], [['c', ' "d']], [['e"', ' f']]],
    ],
    ['a quoted cell may hold lines', '"a\n""b""\r\nc",d\n', [[['a\n"b"\r\nc', 'd']]]],
    ['a lone quote', '"', [[['"'], 'unclosed-quote 0']]],
    ['only quotes', '"""\n""""\n', [[['"""'], 'unclosed-quote 0'], [['"']]]],
  ])('%s', (_case, text, records) => {
    expect(split([text])).toEqual(records)
    expect(split(text.split(/(?=[^])/))).toEqual(records)
  })
})

describe('line ends', () => {
  test('LF and CRLF both count in a file of either', () => {
    expect(split(['a\r\nb\nc\r\n'])).toEqual([[['a']], [['b']], [['c']]])
    expect(split(['a\r\nb\nc\r\n'], { ...comma, lineEnd: '\r\n' })).toEqual([[['a']], [['b']], [['c']]])
  })

  test('a CR that belongs to a cell stays in it', () => {
    expect(split(['"a\r"\nb\rc\r\n'])).toEqual([[['a\r']], [['b\rc']]])
  })

  test('a file of bare CR may have others too, even cut between CR and LF', () => {
    const dialect: Dialect = { ...comma, lineEnd: '\r' }
    expect(split(['a\rb\r\nc\n"d\re"\r'], dialect)).toEqual([[['a']], [['b']], [['c']], [['d\re']]])
    expect(split(['a\rb\r', '\nc\r'], dialect)).toEqual([[['a']], [['b']], [['c']]])
  })

  test('nothing comes out of nothing, and blank lines are records', () => {
    expect(split([''])).toEqual([])
    expect(split(['\n\na\n'])).toEqual([[['']], [['']], [['a']]])
  })
})

describe('records that are too long', () => {
  const long = 'x'.repeat(maxRecordLength + 4 * 1024 * 1024)
  const pieces = (text: string) =>
    Array.from({ length: Math.ceil(text.length / 2 ** 20) }, (_, i) =>
      text.slice(i * 2 ** 20, (i + 1) * 2 ** 20),
    )

  test.each(['a,', '"', 'a,"'])(
    'a line of 20 MiB that starts with %s is cut, and the next row is whole',
    (start) => {
      const closing = start.includes('"') ? '"' : ''
      const found = split(pieces(`${start}${long}${closing},tail\nnext,row\n`))
      expect(found).toHaveLength(2)
      const [cells, fault] = found[0] ?? [[]]
      expect(fault).toMatch(/^record-too-long/)
      expect(cells.at(-1)).toHaveLength(maxRecordLength - start.length)
      expect(found[1]).toEqual([['next', 'row']])
    },
  )

  test('an open quote is given up on after as much text', () => {
    const rows = `${'y'.repeat(1000)},z\n`.repeat(20_000)
    const found = split(pieces(`a,"b\n${rows}`))
    expect(found).toHaveLength(20_001)
    expect(found[0]).toEqual([['a', '"b'], 'unclosed-quote 1'])
    expect(found.slice(1).every(([cells, ...faults]) => cells.length === 2 && faults.length === 0)).toBe(true)
  })

  test.each(['"x"y,', ' "x"y,', ' "x,'])('a line full of broken quotes as in %s is read at once', (cell) => {
    const found = split([`${cell.repeat(100_000)}\na,b\n`])
    expect(found[0]?.[0]).toHaveLength(16_384)
    expect(found[0]?.[0]?.[5000]).toBe(cell.slice(0, -1))
    expect(found[1]).toEqual([['a', 'b']])
  })

  test('a record of a million cells keeps as many as a spreadsheet has', () => {
    const found = split([`${','.repeat(1_000_000)}\na,b\n`])
    expect(found[0]?.[0]).toHaveLength(16_384)
    expect(found[0]?.[1]).toMatch(/^record-too-long/)
    expect(found[1]).toEqual([['a', 'b']])
  })
})

describe('whatever the text is', () => {
  const hostile = fc
    .array(
      fc.constantFrom('"', '"', "'", ',', ';', '\n', '\r', '\r\n', ' ', '\t', 'a', 'é', '\0', '""', '",'),
      {
        maxLength: 40,
      },
    )
    .map((parts) => parts.join(''))
  const dialects = fc.record({
    delimiter: fc.constantFrom(',' as const, ';' as const, '\t' as const),
    quote: fc.constantFrom('"' as const, "'" as const),
    lineEnd: fc.constantFrom('\n' as const, '\r\n' as const, '\r' as const),
  })

  test('PapaParse, where it is used, reads what the careful reader reads', () => {
    fc.assert(
      fc.property(hostile, dialects, (text, dialect) => {
        const clean = cleanReader(dialect)(text)
        if (!clean) return
        let at = 0
        for (const cells of clean.records) {
          const read = readRecord(text, at, dialect, false)
          expect(read).toMatchObject({ cells, faults: [] })
          at = read?.next ?? -1
        }
        expect(at).toBe(clean.next)
      }),
      { numRuns: 3000 },
    )
  })

  test('an empty piece between a CR and its LF makes no record', () => {
    const returns: Dialect = { delimiter: ',', quote: '"', lineEnd: '\r' }
    expect(split(['a\r', '', '\nb\r'], returns)).toEqual(split(['a\r\nb\r'], returns))
  })

  test('it makes no difference where it is cut into pieces', () => {
    fc.assert(
      fc.property(hostile, dialects, fc.nat(40), fc.nat(40), (text, dialect, one, two) => {
        const [low, high] = [Math.min(one, two), Math.max(one, two)]
        const cut = [text.slice(0, low), text.slice(low, high), text.slice(high)]
        expect(split(cut, dialect)).toEqual(split([text], dialect))
      }),
      { numRuns: 2000 },
    )
  })

  test('no character but quotes, delimiters and line ends is lost', () => {
    fc.assert(
      fc.property(hostile, dialects, (text, dialect) => {
        const kept = split([text], dialect)
          .flatMap(([cells]) => cells)
          .join('')
        const letters = (from: string) => from.replaceAll(/[^aé\0]/g, '')
        expect(letters(kept)).toBe(letters(text))
      }),
    )
  })
})
