import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inWords } from '../../electron/engine/store/storageError.ts'
import type { CallName, EngineClient } from '../../shared/contract/contract.ts'
import { contract } from '../../shared/contract/contract.ts'
import { planOf, startTestEngine, type TestEngine } from '../support/testEngine.ts'

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const names = Object.entries(contract).flatMap(([group, calls]) =>
  Object.keys(calls).map((name) => `${group}.${name}` as CallName),
)

function call(name: CallName, input: unknown): Promise<unknown> {
  const [group = '', one = ''] = name.split('.')
  const client = engine.client as unknown as Record<string, EngineClient['runs']>
  const calls = client[group] as unknown as Record<string, (input: unknown) => Promise<unknown>>
  return calls[one]?.(input) ?? Promise.reject(new Error(`no call ${name}`))
}

/** All that a window would show, but for what changes by itself. */
async function everythingThere(): Promise<unknown> {
  const { client } = engine
  return [
    await client.connections.list({}),
    await client.sources.recent({}),
    await client.runs.list({}),
    await client.recipes.list({}),
    await client.settings.get({}),
  ]
}

describe('what makes no sense', () => {
  it('is refused in words by every call, and changes nothing', async () => {
    const plan = await planOf(engine, 'Email,City\nann@example.org,Oslo')
    await engine.client.runs.start({ plan: plan.id })
    const before = await everythingThere()
    for (const name of names)
      for (const input of [null, 'text', 7, [], undefined]) {
        const said = {
          code: 'invalid-input',
          message: expect.stringMatching(/was not understood.+Nothing was changed\.$/) as unknown,
        }
        await expect(call(name, input), `${name} with ${JSON.stringify(input)}`).rejects.toMatchObject(said)
      }
    expect(await everythingThere()).toEqual(before)
    expect((await planOf(engine, 'Email\nben@example.org')).counts.create).toBe(1)
  })

  it.each([
    ['sources.preview', { overrides: {} }],
    ['sources.stage', { overrides: {} }],
    ['recipes.import', {}],
  ] as const)('%s opens no path, only what the user chose', async (name, rest) => {
    const path = join(engine.folder, 'people.csv')
    writeFileSync(path, 'Email\nann@example.org')
    for (const file of [path, 'people.csv', '../people.csv', `file://${path}`, '/etc/passwd'])
      await expect(call(name, { ...rest, file }), file).rejects.toMatchObject({
        code: 'not-found',
        message: 'That file is no longer open. Choose it again.',
      })
    expect(await engine.client.sources.recent({})).toEqual([])
    expect(await engine.client.recipes.list({})).toEqual([])
  })

  it('is a saved sync whose file is gone meanwhile: that is said, and to choose it where it is', async () => {
    const gone = join(engine.folder, 'weekly.listferry.json')
    await expect(engine.client.recipes.import({ file: engine.fileAt(gone) })).rejects.toMatchObject({
      code: 'not-found',
      message: '“weekly.listferry.json” is no longer where it was. Choose the file where it is now.',
    })
  })

  it('is a data folder that can’t be written any more: said in words, and what is there can be read', async () => {
    const plan = await planOf(engine, 'Email\nann@example.org')
    const sources = join(engine.folder, 'sources')
    renameSync(sources, join(engine.folder, 'aside'))
    // Not even an administrator makes files below a file.
    writeFileSync(sources, '')
    await expect(planOf(engine, 'Email\nben@example.org')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(
        /^Listferry's copy of “people.csv” can't be opened\. Check that/,
      ) as unknown,
    })
    expect(await engine.client.plans.get({ plan: plan.id })).toMatchObject({ counts: { create: 1 } })
    rmSync(sources)
    renameSync(join(engine.folder, 'aside'), sources)
    expect((await planOf(engine, 'Email\nben@example.org')).counts.create).toBe(1)
  })

  it.each([
    ['EROFS', /^\/data\/sources\/a.csv may not be written any more\. Check its disk, then try again/],
    ['EACCES', /may not be written any more\. Check its permissions/],
    ['ENOENT', /is no longer there/],
    ['ENOSPC', /has no room left/],
  ])('is a file of the data folder of which the system says %s: in words', (code, words) => {
    const refused = Object.assign(new Error(`${code}: refused`), { code, path: '/data/sources/a.csv' })
    expect(inWords(refused)).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(words) as unknown,
    })
  })

  it('is an id that is nobody’s: said in words too, whatever it is of', async () => {
    const nobody = [
      ['plans.get', { plan: 99 }],
      ['plans.tick', { plan: 99, on: false }],
      ['runs.get', { run: 99 }],
      ['runs.leaveDoubts', { run: 99 }],
      ['runs.correct', { run: 99, rows: [{ row: 1, cells: [] }] }],
      ['sources.get', { source: 'nobody' }],
      ['connections.describe', { connection: 'nobody' }],
    ] as const
    for (const [name, input] of nobody)
      await expect(call(name, input), name).rejects.toMatchObject({
        code: 'not-found',
        message: expect.stringMatching(/^[A-Z].+\.$/) as unknown,
      })
  })
})
