import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Field, FieldId, Mapping, Transform } from '../../shared/model.ts'
import { type ListChoices, type ListFile, listColumns, listFile } from '../support/listFile.ts'
import { planSource, startTestEngine, suggestedMapping, type TestEngine } from '../support/testEngine.ts'

let engine: TestEngine
let fields: readonly Field[]
beforeAll(async () => {
  engine = await startTestEngine()
  for (const label of ['Zip', 'Phone', 'Joined'])
    await engine.client.connections.createField({ connection: 'Bakery', label, type: 'text' })
  fields = (await engine.client.connections.describe({ connection: 'Bakery' })).fields
})
afterAll(() => engine.close())

const fieldCalled = (label: string) => fields.find((one) => one.label === label)?.id ?? ('' as FieldId)

/** What the account has of everyone in a list, by the label of a field. */
function valuesOf(file: ListFile, label: string): readonly (string | undefined)[] {
  const { subscribers, customFields } = engine.practice.kit.state
  const field = [...customFields.values()].find((one) => one.label === label)
  return file.people.map(({ email }) => subscribers.byEmail(email ?? '')?.values.get(field?.id ?? 0))
}

/** Stages a list, maps these columns to fields of the same name, and runs the plan. */
async function send(
  choices: ListChoices,
  labels: readonly string[],
  steps: Readonly<Record<string, readonly Transform[]>> = {},
) {
  const { client } = engine
  const file = listFile(choices)
  const source = await client.sources.stage({
    file: engine.file(`list ${choices.seed} ${labels.length}.csv`, file.bytes),
    overrides: {},
  })
  const suggested = suggestedMapping(
    await client.sources.suggestMapping({ source: source.id, connection: 'Bakery' }),
  )
  const mapping: Mapping = {
    ...suggested,
    fields: [
      ...suggested.fields.filter(({ field }) => field === 'email'),
      ...labels.map((label) => ({
        field: fieldCalled(label),
        type: 'text' as const,
        from: { column: listColumns.indexOf(label as (typeof listColumns)[number]) },
        transforms: steps[label] ?? [],
        write: 'always' as const,
        blank: 'leave' as const,
      })),
    ],
  }
  const plan = await planSource(engine, source.id, { mapping })
  await client.runs.start({ plan: plan.id })
  return { file, plan, suggested: suggested.fields }
}

describe('S3: half of the city cells are blank, and the people exist', () => {
  it('nothing is erased, and only who has another city is written', async () => {
    const rows = 40
    const { file } = await send({ seed: 3, rows }, ['City'])
    const cities = valuesOf(file, 'City')
    expect(cities).toEqual(file.people.map(({ city }) => city))
    const again = await send({ seed: 3, rows, blankCityEvery: 2 }, ['City'])
    expect(again.file.people.filter(({ city }) => city === '')).toHaveLength(rows / 2)
    expect(again.plan.counts).toMatchObject({ create: 0, update: 0, unchanged: rows })
    expect(valuesOf(again.file, 'City')).toEqual(cities)
    // The choice is there, and it is the user who makes it.
    expect(again.suggested.map(({ blank }) => blank)).toEqual(again.suggested.map(() => 'leave'))
  })
})

describe('S6: phones and postal codes with leading zeros, and dates written in several ways', () => {
  const choices: ListChoices = { seed: 6, rows: 40, dateStyles: 4 }
  const cellsOf = (file: ListFile, label: (typeof listColumns)[number]) =>
    file.rows.map((cells) => cells[listColumns.indexOf(label)])

  it('arrive as they stand in the file where nothing is said about them', async () => {
    const { file } = await send(choices, ['Zip', 'Phone', 'Joined'])
    expect(file.people.some(({ zip }) => zip.startsWith('0'))).toBe(true)
    expect(valuesOf(file, 'Zip')).toEqual(cellsOf(file, 'Zip'))
    expect(valuesOf(file, 'Phone')).toEqual(cellsOf(file, 'Phone'))
    expect(valuesOf(file, 'Joined')).toEqual(cellsOf(file, 'Joined'))
  })

  it('are written in one way where the user says so, and postal codes keep their zeros all the same', async () => {
    const { file, plan } = await send(choices, ['Zip', 'Phone', 'Joined'], {
      Joined: [
        { step: 'date', order: 'day-month' },
        { step: 'part', take: 'first', separator: 'T' },
      ],
    })
    expect(valuesOf(file, 'Joined')).toEqual(file.people.map(({ joined }) => joined))
    expect(valuesOf(file, 'Zip')).toEqual(file.people.map(({ zip }) => zip))
    expect(plan.counts.update).toBe(file.people.filter((_, n) => n % 4 !== 0).length)
  })
})
