import { expect, it } from 'vitest'
import { importTagName } from '../../electron/terminal/importTagName.ts'

const day = new Date(2026, 10, 7, 23, 59)

it('names an import after its day and its file, and stays short', () => {
  expect(importTagName('/home/ann/lists/booth-signups.csv', day)).toBe('import 2026-11-07 booth-signups')
  expect(importTagName('people', day)).toBe('import 2026-11-07 people')
  expect(importTagName(`${'x'.repeat(300)}.csv`, day)).toHaveLength(100)
})
