import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HostAnswer } from '../../shared/contract/host.ts'
import type { OpenedFile } from '../../shared/contract/sources.ts'
import { startTestWeb, type TestWeb } from '../support/startTestWeb.ts'
import { openWebWindow, type WebWindow } from '../support/webWindow.ts'

let web: TestWeb
let window: WebWindow

beforeAll(async () => {
  web = await startTestWeb()
  window = await openWebWindow(web.host.newAddress())
})
afterAll(() => web.close())

async function openLongFile(): Promise<OpenedFile> {
  const rows = Array.from({ length: 400_000 }, (_, i) => `person${i}@example.com,Person,${i}`)
  const body = `Email,Name,Number\n${rows.join('\n')}`
  const response = await window.fetch('/files?name=long.csv', { method: 'POST', body })
  return ((await response.json()) as { ok: OpenedFile }).ok
}

it('a window ends a call that it no longer waits for, and leaves nothing of it behind', async () => {
  const { file } = await openLongFile()
  const staging = window.fetch('/call/sources.stage', {
    method: 'POST',
    body: JSON.stringify({ file, overrides: {} }),
    headers: { 'content-type': 'application/json', 'listferry-call': 'staging-1' },
  })
  await new Promise((resolve) => setTimeout(resolve, 100))
  await window.fetch('/stop/staging-1', { method: 'POST' })
  expect((await (await staging).json()) as HostAnswer).toMatchObject({ error: { code: 'cancelled' } })
  expect(await window.call('sources.recent', {})).toEqual({ ok: [] })
})

it('ending a call that has ended already changes nothing', async () => {
  const response = await window.fetch('/stop/staging-1', { method: 'POST' })
  expect(await response.json()).toEqual({ ok: null })
})
