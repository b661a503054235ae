import { expect, it } from 'vitest'
import type { DuplicateRule } from '../../shared/contract/plans.ts'
import { listFile } from '../support/listFile.ts'
import { planSource, startTestEngine, type TestEngine } from '../support/testEngine.ts'

/** Rows 7, 20 and 33 have the address of the row before them in capitals, and a city of their own. */
const again = [7, 20, 33]
const list = listFile({ seed: 5, rows: 40, again, blankCityEvery: 2 })
const cell = (row: number, column: string) => list.rows[row - 1]?.[list.header.indexOf(column)] ?? ''

async function withEngine(work: (engine: TestEngine) => Promise<void>): Promise<void> {
  const engine = await startTestEngine()
  try {
    await work(engine)
  } finally {
    await engine.close()
  }
}

const rules: readonly (readonly [DuplicateRule, 'first' | 'second', RegExp])[] = [
  ['first', 'first', /which counts as the first one$/],
  ['last', 'second', /which counts as the last one$/],
  ['merge', 'second', /which counts as the last one, its blanks filled from the others$/],
]

it.each(rules)(
  'S5: the same address twice, in other letters and with another city, is one person by the rule "%s", which is said',
  (duplicates, counts, words) =>
    withEngine(async (engine) => {
      const { client, practice } = engine
      const file = engine.file('people.csv', list.bytes)
      const { id: source } = await client.sources.stage({ file, overrides: {} })
      const plan = await planSource(engine, source, { duplicates })
      expect(plan.counts).toMatchObject({ create: 37, duplicate: 3, invalid: 0 })
      const rows = await client.plans.rows({ plan: plan.id, kind: 'duplicate', offset: 0, limit: 10 })
      expect(rows.map(({ row }) => row)).toEqual(again.map((row) => (counts === 'first' ? row : row - 1)))
      for (const { reason } of rows) expect(reason).toMatch(words)

      const receipt = await client.runs.start({ plan: plan.id })
      expect(receipt.outcomes).toMatchObject({ written: 37, duplicate: 3 })
      const city = [...practice.kit.state.customFields.values()].find(({ label }) => label === 'City')
      for (const row of again) {
        const [kept, other] = counts === 'first' ? [row - 1, row] : [row, row - 1]
        const expected = cell(kept, 'City') || (duplicates === 'merge' ? cell(other, 'City') : '')
        const person = practice.kit.state.subscribers.byEmail(cell(row - 1, 'Email').toLowerCase())
        expect(person?.values.get(city?.id ?? 0) ?? '').toBe(expected)
      }
    }),
)
