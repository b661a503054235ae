import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { desktopTest } from '../support/desktopTest.ts'

/** Files under a folder that hold a text, as UTF-8 or as UTF-16, which Chromium's stores use. */
function filesWith(text: string, folder: string): string[] {
  const wanted = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .filter((path) => {
      const bytes = readFileSync(path)
      return wanted.some((one) => bytes.includes(one))
    })
}

desktopTest(
  'a key is in the keychain, in no file, out of the page’s reach, and there again after a restart',
  async ({ start, practice, keyring, folder }) => {
    const key = practice.kit.keys[0] ?? ''
    const first = await start()
    const { connection, warning } = await first.client.connections.add({
      service: 'kit',
      form: 'api-key',
      values: { apiKey: key },
      name: 'Bakery',
    })
    expect(warning).toBeNull()
    const found = keyring.find()
    expect(found).toContain(key)
    expect(found).toContain(`attribute.username = ${connection.id}`)

    const said = [
      await first.call('connections.list', {}),
      await first.call('connections.test', { connection: connection.id }),
      await first.call('connections.describe', { connection: connection.id }),
      await first.call('settings.about', {}),
    ]
    expect(JSON.stringify(said)).not.toContain(key)
    const kept = await first.page.evaluate(async () => [
      Object.entries(localStorage),
      (await indexedDB.databases()).length,
      document.documentElement.outerHTML,
      Object.getOwnPropertyNames(window),
    ])
    expect(JSON.stringify(kept)).not.toContain(key)

    await first.quit()
    expect(filesWith('Bakery', join(folder, 'home')).length).toBeGreaterThan(0)
    expect(filesWith(key, join(folder, 'home'))).toEqual([])

    const second = await start()
    expect(await second.client.connections.list({})).toMatchObject([{ name: 'Bakery', secretKept: true }])
    expect(await second.client.connections.test({ connection: connection.id })).toMatchObject({
      practice: true,
    })
    await second.client.connections.remove({ connection: connection.id })
    expect(keyring.find()).not.toContain(key)
  },
)
