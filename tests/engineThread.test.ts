import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryVault } from '../electron/engine/store/vault.ts'
import { type EngineThread, startEngineThread } from '../electron/engineThread.ts'
import { openSettings } from '../electron/settings/openSettings.ts'
import { AppError } from '../shared/errors.ts'
import { defaultSettings } from '../electron/settings/settingsSchema.ts'

let folder: string
let engine: EngineThread | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-thread-'))
  mkdirSync(join(folder, 'sources'))
})
afterEach(async () => {
  await engine?.close()
  rmSync(folder, { recursive: true, force: true })
})

const start = (settings = openSettings(folder, 0)) =>
  startEngineThread({
    dataFolder: folder,
    host: 'terminal',
    vault: createMemoryVault(),
    vaultWarning: null,
    settings,
  })

describe('the engine in its thread', () => {
  it('asks its host for the settings and has them changed there', async () => {
    engine = await start()
    expect(await engine.client.settings.get({})).toEqual(defaultSettings)
    await engine.client.settings.set({ theme: 'light', keepValuesDays: 90 })
    expect(await openSettings(folder, 0).read()).toMatchObject({ theme: 'light', keepValuesDays: 90 })
  })

  it('starts with settings that can’t be read: kept aside, said to the window, and it works all the same', async () => {
    writeFileSync(join(folder, 'settings.json'), '{ "theme": "dark"')
    engine = await start()
    const { notices } = await engine.client.settings.about({})
    expect(notices).toEqual([expect.stringMatching(/settings\.broken-.+\.json/)])
    const aside = readdirSync(folder).find((name) => name.startsWith('settings.broken-')) ?? ''
    expect(readFileSync(join(folder, aside), 'utf8')).toBe('{ "theme": "dark"')
    await engine.client.settings.set({ theme: 'light' })
    expect(await engine.client.settings.get({})).toEqual({ ...defaultSettings, theme: 'light' })
  })

  it('keeps the practice accounts away from its host’s own thread', async () => {
    engine = await start()
    await engine.client.connections.practice({})
    const { port } = JSON.parse(readFileSync(join(folder, 'practice.json'), 'utf8')) as { port: number }
    // A program that is waited for without letting anything else happen here.
    const ask = `fetch('http://127.0.0.1:${port}/practice').then(({ status }) => console.log(status))`
    const said = execFileSync(process.execPath, ['-e', ask], { encoding: 'utf8', timeout: 20_000 })
    expect(said.trim()).toMatch(/^\d{3}$/)
  })

  it('hands on in words why they can’t be kept, and what was mended', async () => {
    const refuse = () => Promise.reject(new AppError('unavailable', 'The settings can’t be saved.'))
    engine = await start({ read: refuse, write: refuse, notices: () => ['One thing was mended.'] })
    await expect(engine.client.settings.set({ theme: 'dark' })).rejects.toThrow(/can’t be saved/)
    expect((await engine.client.settings.about({})).notices).toEqual(['One thing was mended.'])
  })
})
