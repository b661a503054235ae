import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSettings } from '../../electron/settings/openSettings.ts'
import { defaultSettings } from '../../electron/settings/settingsSchema.ts'
import { startTestEngine, type TestEngine } from '../support/testEngine.ts'

let engine: TestEngine
beforeEach(async () => {
  engine = await startTestEngine()
})
afterEach(() => engine.close())

const settings = () => engine.client.settings
const suggest = async (csv: string) => {
  const source = await engine.client.sources.stage({ file: engine.file('a.csv', csv), overrides: {} })
  return engine.client.sources.suggestMapping({ source: source.id, connection: 'Bakery' })
}

describe('settings', () => {
  it('begin with defaults, change only what is given, and tell the windows', async () => {
    expect(await settings().get({})).toEqual(defaultSettings)
    expect(await settings().set({ theme: 'dark' })).toEqual({ ...defaultSettings, theme: 'dark' })
    expect(await settings().set({ keepValuesDays: 30 })).toMatchObject({ theme: 'dark', keepValuesDays: 30 })
    expect(engine.pushes).toContainEqual({ name: 'changed', payload: { what: 'settings' } })
  })

  it('are kept in a file that only the user can read', async () => {
    await settings().set({ dateOrder: 'day-month' })
    expect(statSync(engine.path('settings.json')).mode & 0o777).toBe(0o600)
    expect(await openSettings(engine.folder, 0).read()).toMatchObject({ dateOrder: 'day-month' })
  })

  it.each([
    ['theme', 'purple'],
    ['defaultCountry', 'Norway'],
    ['keepValuesDays', 0],
  ])('%s: %j is refused and nothing is changed', async (key, value) => {
    await expect(settings().set({ [key]: value })).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await settings().get({})).toEqual(defaultSettings)
  })

  it.each(['{ not json', '[]', '{"theme":"purple"}', '"text"'])(
    'a file that says %s is kept aside and reported, and the defaults hold',
    async (text) => {
      writeFileSync(engine.path('settings.json'), text)
      const opened = openSettings(engine.folder, Date.parse('2026-11-20T09:00:00Z'))
      expect(await opened.read()).toEqual(defaultSettings)
      const aside = 'settings.broken-2026-11-20T09-00-00-000Z.json'
      expect(opened.notices()).toEqual([expect.stringContaining(aside)])
      expect(readFileSync(engine.path(aside), 'utf8')).toBe(text)
      await opened.write({ theme: 'light' })
      expect(openSettings(engine.folder, 0).notices()).toEqual([])
    },
  )

  it('of a newer program keep what this one does not know', async () => {
    writeFileSync(engine.path('settings.json'), '{"theme":"dark","shortcuts":{"run":"F5"}}')
    const opened = openSettings(engine.folder, 0)
    expect(await opened.write({ notifyWhenDone: false })).toEqual({
      ...defaultSettings,
      theme: 'dark',
      notifyWhenDone: false,
    })
    expect(readFileSync(engine.path('settings.json'), 'utf8')).toContain('F5')
  })

  it('decide how ambiguous values are read, except where a date says otherwise', async () => {
    const ambiguous = 'Email,Phone,Joined\nann@example.org,20 12 34 56,03/04/2026'
    expect((await suggest(ambiguous)).values).toMatchObject({ defaultCountry: null, dateOrder: 'month-day' })
    await settings().set({ defaultCountry: 'NO', dateOrder: 'day-month' })
    const chosen = await suggest(ambiguous)
    expect(chosen.values).toMatchObject({ defaultCountry: 'NO', dateOrder: 'day-month' })
    expect(chosen.valueReasons.defaultCountry).toBe('As you chose in the settings.')
    const clear = await suggest('Email,Joined\nann@example.org,03/25/2026')
    expect(clear.values.dateOrder).toBe('month-day')
  })
})

describe('about', () => {
  it('says where the data is, how much, how secrets are kept, and what was mended', async () => {
    const about = await settings().about({})
    expect(about).toMatchObject({
      host: 'terminal',
      dataFolder: engine.folder,
      vault: 'memory',
      vaultWarning: null,
      notices: [],
    })
    expect(about.version).toMatch(/^\d+\.\d+\.\d+/)
    const files = readdirSync(engine.folder).filter((name) => name.startsWith('listferry.sqlite'))
    const bytes = files.reduce((sum, name) => sum + statSync(engine.path(name)).size, 0)
    expect(about.dataBytes).toBe(bytes)
  })

  it('a ping is answered with the engine’s clock', async () => {
    const before = Date.now()
    expect(await settings().ping({})).toBeGreaterThanOrEqual(before)
  })
})
