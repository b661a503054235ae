import { describe, expect, it } from 'vitest'
import { bracketPair } from '../../../renderer/features/query/editor/bracketPair.ts'
import { completeSql } from '../../../renderer/features/query/editor/completeSql.ts'
import { sqlLines } from '../../../renderer/features/query/editor/sqlPieces.ts'
import { isInEmptyPair, typedPair } from '../../../renderer/features/query/editor/typedPair.ts'
import type { QueryTable } from '../../../shared/contract/queries.ts'

const table = (name: string, ...columns: readonly string[]): QueryTable => ({
  name,
  about: `All ${name}`,
  of: 'everything',
  reads: null,
  columns: columns.map((column) => ({ name: column, type: 'text', about: '' })),
})
const tables = [table('people', 'id', 'email', 'state', 'order'), table('runs', 'id', 'started_at')]

/** What is offered at `|`. */
function offered(marked: string, asked = false): readonly string[] | null {
  const caret = marked.indexOf('|')
  const found = completeSql(marked.replace('|', ''), caret, tables, asked)
  return found === null ? null : found.options.map(({ label }) => label)
}

describe('completing a query', () => {
  it('offers tables where a table is due', () => {
    expect(offered('SELECT * FROM |', true)).toEqual(['people', 'runs'])
    expect(offered('SELECT * FROM p|')).toEqual(['people'])
    expect(offered('SELECT * FROM people JOIN R|')).toEqual(['runs'])
  })

  it('offers the columns of a table behind its name, or the name it has in the query', () => {
    expect(offered('SELECT people.| FROM people')).toEqual(['id', 'email', 'state', 'order'])
    expect(offered('SELECT p.st| FROM people AS p')).toEqual(['state'])
    expect(offered('SELECT "r".| FROM runs r')).toEqual(['id', 'started_at'])
    expect(offered('SELECT x.| FROM people p')).toBeNull()
  })

  it('offers columns of the tables that the query names before words of SQL', () => {
    expect(offered('SELECT s| FROM people')?.slice(0, 2)).toEqual(['state', 'SAVEPOINT'])
    expect(offered('SELECT em| FROM runs')).toBeNull()
    expect(offered('SELECT count(*) FROM people WHERE gr|')).toEqual(['GROUP', 'GROUPS', 'group_concat'])
  })

  it('writes a name with quotes where it needs them', () => {
    const found = completeSql('SELECT people.o', 15, tables, false)
    expect(found).toMatchObject({ from: 14, options: [{ label: 'order', insert: '"order"' }] })
  })

  it('offers nothing in texts, comments and numbers, for what is written whole, or before it is asked', () => {
    expect(offered("SELECT 'peo|")).toBeNull()
    expect(offered("SELECT 'peo|ple'")).toBeNull()
    expect(offered('SELECT 1 -- peo|')).toBeNull()
    expect(offered('SELECT 1 /* \n peo|')).toBeNull()
    expect(offered('SELECT 1e|')).toBeNull()
    expect(offered('SELECT * FROM people|')).toBeNull()
    expect(offered('SELECT * FROM |')).toBeNull()
    expect(offered("SELECT 'a' /* b */ FROM peo|")).toEqual(['people'])
  })
})

describe('a query in colours', () => {
  it('is the same text, line by line', () => {
    const sql = 'select \'a\nb\' -- c\r\n, 12 from "x y"\n\n'
    const lines = sqlLines(sql)
    expect(lines.map((pieces) => pieces.map(({ text }) => text).join('')).join('\n')).toBe(sql)
    for (const { from, text } of lines.flat()) expect(sql.slice(from, from + text.length)).toBe(text)
  })

  it('tells words, texts, numbers and comments', () => {
    const [pieces = []] = sqlLines("Select 'it''s', 12, null FROM people -- all")
    expect(
      pieces.filter(({ look }) => look !== 'plain').map(({ look, text }) => [look, text.trim()]),
    ).toEqual([
      ['word', 'Select'],
      ['text', "'it''s'"],
      ['number', '12'],
      ['number', 'null'],
      ['word', 'FROM'],
      ['comment', '-- all'],
    ])
  })

  it('shows which brackets belong together', () => {
    expect(bracketPair('f((1))', 2)).toEqual([1, 5])
    expect(bracketPair('f((1))', 6)).toEqual([5, 1])
    expect(bracketPair("f(')')", 2)).toEqual([1, 5])
    expect(bracketPair('f(', 2)).toEqual([])
    expect(bracketPair('f(1)', 0)).toEqual([])
  })
})

describe('typing a bracket or a quote', () => {
  it('brings its other half where nothing follows, and goes around what is selected', () => {
    expect(typedPair('f', 1, 1, '(')).toEqual({ insert: '()', select: [2, 2] })
    expect(typedPair('f x', 2, 3, '"')).toEqual({ insert: '"x"', select: [3, 4] })
    expect(typedPair('x', 0, 0, '(')).toBeNull()
  })

  it('steps over the half that is there, and takes an apostrophe as one', () => {
    expect(typedPair('f()', 2, 2, ')')).toEqual({ insert: '', select: [3, 3] })
    expect(typedPair('don', 3, 3, "'")).toBeNull()
    expect(typedPair('f', 1, 1, 'a')).toBeNull()
  })

  it('is taken back with both halves', () => {
    expect(isInEmptyPair('f()', 2)).toBe(true)
    expect(isInEmptyPair('f(1)', 2)).toBe(false)
  })
})
