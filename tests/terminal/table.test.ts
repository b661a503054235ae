import { expect, it } from 'vitest'
import { displayWidth } from '../../electron/terminal/displayWidth.ts'
import { table } from '../../electron/terminal/table.ts'

const reason = 'The header “Abgemeldet” means people who left. 46 of 46 values look like yes or no.'

it('a table that fits is padded and not broken', () => {
  expect(
    table([
      ['Run', 'File'],
      ['12', 'a.csv'],
    ]),
  ).toBe('Run  File\n12   a.csv')
})

it('a table that is too wide breaks the cells of its widest column at spaces', () => {
  const lines = table(
    [
      ['Column', 'Because'],
      ['Abgemeldet', reason],
    ],
    60,
  ).split('\n')
  expect(lines).toEqual([
    'Column      Because',
    'Abgemeldet  The header “Abgemeldet” means people who left.',
    '            46 of 46 values look like yes or no.',
  ])
})

it('no line is wider than the terminal, whatever the cells hold', () => {
  const nasty = [
    'x'.repeat(500),
    '氏名'.repeat(40),
    'one\ntwo\tthree',
    '',
    'e\u0301'.repeat(90),
    '👍'.repeat(50),
  ]
  for (const width of [60, 80, 120]) {
    const lines = table(
      nasty.map((cell) => ['1', cell, reason]),
      width,
    ).split('\n')
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(width)
    expect(lines.join('').match(/x/g)).toHaveLength(500)
  }
})

it('indented numbers keep their indent', () => {
  expect(table([['         36', 'new']], 80)).toBe('         36  new')
})
