import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type LastingEngine, lastingEngine } from '../../electron/attach/lastingEngine.ts'
import { openEngine, type OpenedEngine } from '../../electron/attach/openEngine.ts'
import { dataFolder } from '../../electron/dataFolder.ts'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import { until } from '../support/until.ts'

let folder: string
let open: LastingEngine[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-lasting-'))
  mkdirSync(join(folder, 'sources'))
  open = []
})
afterEach(async () => {
  for (const engine of open) await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const openAs = (
  host: 'desktop' | 'browser',
  showWindow = () => null as string | null,
): Promise<OpenedEngine> =>
  openEngine({
    dataFolder: folder,
    host,
    openVault: () => Promise.resolve({ vault: createMemoryVault(), warning: `${host} has no keychain` }),
    showWindow,
  })
const lasting = (start: () => Promise<OpenedEngine>): LastingEngine => {
  const engine = lastingEngine(start)
  open.push(engine)
  return engine
}

it('attaches to the one that has the data, and works by itself once that one has ended', async () => {
  const first = lasting(() => openAs('desktop'))
  const second = lasting(() => openAs('browser'))
  expect((await first.opened()).attachedTo).toBeNull()
  expect((await second.opened()).attachedTo).toEqual({
    host: 'desktop',
    vaultWarning: 'desktop has no keychain',
  })
  await first.close()
  await until(async () => (await second.opened()).attachedTo === null)
  expect(await second.client.connections.list({})).toEqual([])
})

it('starts no engine for a window that still asks while it closes', async () => {
  let starts = 0
  const engine = lasting(() => {
    starts += 1
    return openAs('browser')
  })
  await engine.opened()
  await engine.close()
  await expect(engine.client.connections.list({})).rejects.toMatchObject({ code: 'unavailable' })
  expect(starts).toBe(1)
})

it('two that start at once share one engine', async () => {
  const both = [lasting(() => openAs('desktop')), lasting(() => openAs('browser'))]
  const opened = await Promise.all(both.map((engine) => engine.opened()))
  expect(opened.filter(({ attachedTo }) => attachedTo === null)).toHaveLength(1)
})

it('files are known by their path to the engine that reads them, and by an id to everyone else', async () => {
  const [first, second] = [lasting(() => openAs('desktop')), lasting(() => openAs('browser'))]
  await first.opened()
  writeFileSync(join(folder, 'people.csv'), 'Email\nada@example.org\n')
  const file = await second.registerFile(join(folder, 'people.csv'))
  expect(await first.exportPath(file)).toBeNull()
  const preview = await second.client.sources.preview({ file, overrides: {} })
  expect(preview.rows).toEqual([['ada@example.org']])
})

it('has the window of the first one shown', async () => {
  const shown: string[] = []
  const first = lasting(() =>
    openAs('desktop', () => {
      shown.push('window')
      return null
    }),
  )
  await first.opened()
  const second = await openAs('browser')
  expect(second.attachedTo && (await second.showWindow())).toBeNull()
  await second.close()
  expect(shown).toEqual(['window'])
})

it('a data folder that can’t be used is said in words at each call, until it can be', async () => {
  const home = join(folder, 'home')
  writeFileSync(home, 'a file in the way')
  const engine = lasting(() => {
    dataFolder({ LISTFERRY_HOME: home })
    return openAs('desktop')
  })
  for (const times of [1, 2])
    await expect(engine.client.connections.list({}), `call ${times}`).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(/can't keep its data in .+ a file in the way/) as string,
    })
  rmSync(home)
  expect(await engine.client.connections.list({})).toEqual([])
})
