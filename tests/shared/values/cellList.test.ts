import { expect, test } from 'vitest'
import { cellListReader, usualSeparators } from '../../../shared/values/cellList.ts'

test.each([
  ['vip; newsletter', ['vip', 'newsletter']],
  ['"vip","boston"', ['vip', 'boston']],
  ['["vip"]', ['vip']],
  ['VIP, vip ,, ', ['VIP']],
  ['"Bread, fresh"|Cake', ['Bread, fresh', 'Cake']],
  ['5" nails, "screws', ['5" nails', '"screws']],
  ['', []],
])('the list in a cell %j is %j', (cell, values) => {
  expect(cellListReader(usualSeparators)(cell)).toEqual(values)
})
