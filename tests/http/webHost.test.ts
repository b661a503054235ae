import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import type { OpenedFile } from '../../shared/contract/sources.ts'
import type { RunView } from '../../shared/contract/runs.ts'
import type { PlanId } from '../../shared/model.ts'
import { connectKit, planSource } from '../support/testEngine.ts'
import { startTestWeb, type TestWeb } from '../support/startTestWeb.ts'
import { until } from '../support/until.ts'
import { openWebWindow, rawGet, type WebWindow } from '../support/webWindow.ts'

let practice: RunningPractice
let web: TestWeb
let base: string
let window: WebWindow

beforeAll(async () => {
  practice = await startPractice({ speed: 1000, lagMs: 0 })
  process.env['LISTFERRY_KIT_URL'] = practice.address
  web = await startTestWeb()
  const address = web.host.newAddress()
  base = new URL(address).origin
  window = await openWebWindow(address)
})
afterAll(async () => {
  await web.close()
  await practice.close()
  delete process.env['LISTFERRY_KIT_URL']
})

const json = { 'content-type': 'application/json' }
const stillAnswers = async () => expect(await window.call('connections.list', {})).toHaveProperty('ok')
const uploads = () => join(web.folder, 'home/uploads')

async function upload(name: string, content: string | Uint8Array<ArrayBuffer>): Promise<OpenedFile> {
  const path = `/files?name=${encodeURIComponent(name)}`
  const response = await window.fetch(path, { method: 'POST', body: content })
  return ((await response.json()) as { ok: OpenedFile }).ok
}

describe('who may use the window', () => {
  it('the token is swapped, once, for a cookie that scripts and other sites can’t use', async () => {
    const address = web.host.newAddress()
    const first = await fetch(address, { redirect: 'manual' })
    expect(first.status).toBe(303)
    expect(first.headers.get('location')).toBe('/')
    expect(first.headers.get('set-cookie')).toMatch(
      /^listferry-\d+=.{40,}; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    const second = await fetch(address, { redirect: 'manual' })
    expect(second.status).toBe(401)
    expect(second.headers.get('set-cookie')).toBeNull()
    expect(await second.text()).toMatch(/Open the whole address that Listferry printed/)
  })

  it.each(['/push', '/assets/main-1.js', '/exports/some-file'])(
    'without the cookie, %s is refused',
    async (path) => {
      const response = await fetch(base + path)
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ error: { code: 'unauthorized' } })
    },
  )

  it('without the cookie, no call is made', async () => {
    const response = await fetch(`${base}/call/connections.list`, {
      method: 'POST',
      body: '{}',
      headers: json,
    })
    expect(response.status).toBe(401)
  })

  it.each([
    ['a foreign name for this computer', { host: 'listferry.example' }],
    ['another port', { host: '127.0.0.1:1' }],
    ['a page of another site', { origin: 'https://listferry.example' }],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }],
    ['a page without an origin', { origin: 'null' }],
    ['what the browser says comes from elsewhere', { 'sec-fetch-site': 'cross-site' }],
    ['what the browser says comes from another port', { 'sec-fetch-site': 'same-site' }],
  ])('%s is refused, even with the cookie, on the page and on the pushes', async (_what, headers) => {
    for (const path of ['/', '/push', '/assets/main-1.js']) {
      const { status, body } = await rawGet(base + path, { cookie: window.cookie, ...headers })
      expect(status).toBe(403)
      expect(body).toContain('Only Listferry’s own window')
    }
  })
})

describe('the page', () => {
  it('may only run its own scripts, gets a nonce of its own each time, and is kept by no cache', async () => {
    const [one, two] = [await window.fetch('/'), await window.fetch('/')]
    const policy = one.headers.get('content-security-policy') ?? ''
    const nonce = /<meta name="style-nonce" content="([^"]+)" \/>/.exec(await one.text())?.[1] ?? 'none'
    expect(policy).toContain("default-src 'none'; script-src 'self'; ")
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect(policy).not.toContain('unsafe')
    expect(two.headers.get('content-security-policy')).not.toBe(policy)
    expect(one.headers.get('cache-control')).toBe('no-store')
  })

  it('brings its assets with their type', async () => {
    const response = await window.fetch('/assets/main-1.js')
    expect(response.headers.get('content-type')).toMatch(/^text\/javascript/)
    expect(await response.text()).toBe('export {}')
  })

  it.each([
    '/%2e%2e/home/engine.json',
    '/..%2fhome%2fengine.json',
    '/assets',
    '/assets/%00',
    '/%zz',
    '/nothing.js',
  ])('%s leads to nothing', async (path) => {
    const { status, body } = await rawGet(base + path, { cookie: window.cookie })
    expect(status).toBe(404)
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'not-found' } })
  })
})

describe('a call', () => {
  it('is answered with what the engine says', async () => {
    expect(await window.call('connections.list', {})).toEqual({ ok: [] })
    expect(await window.call('runs.receipt', { run: 4711 })).toMatchObject({ error: { code: 'not-found' } })
  })

  it.each([
    ['is not JSON', 400, 'connections.list', '{"a":', json],
    ['does not say that it is JSON', 400, 'connections.list', '{}', { 'content-type': 'text/plain' }],
    ['has no such name', 404, 'connections.steal', '{}', json],
    ['is named after something every object has', 404, 'constructor.toString', '{}', json],
    ['is larger than any table', 413, 'sources.paste', `"${'x'.repeat(65 * 1024 * 1024)}"`, json],
  ])('that %s is refused in words', async (_what, status, name, body, headers) => {
    const response = await window.fetch(`/call/${name}`, { method: 'POST', body, headers })
    expect(response.status).toBe(status)
    const { error } = (await response.json()) as { error: { message: string } }
    expect(error.message).toMatch(/^[A-Z].+\. [A-Z].+\.$/)
    await stillAnswers()
  })

  it('with a malformed argument is refused in words', async () => {
    const answer = await window.call('connections.describe', { connection: { $ne: null } })
    expect(answer).toMatchObject({ error: { code: 'invalid-input', message: /was not understood.+Nothing/ } })
  })

  it('with a path in place of a file’s id opens nothing', async () => {
    for (const file of ['/etc/passwd', '../../../../etc/passwd'])
      expect(await window.call('sources.preview', { file, overrides: {} })).toMatchObject({
        error: { code: 'not-found', message: 'That file is no longer open. Choose it again.' },
      })
  })
})

describe('a file that is sent in', () => {
  it('is kept for this user only, under its hash, and opens by its id', async () => {
    const content = 'Email\nada@example.org\n'
    const opened = await upload('people.csv', content)
    expect(opened).toMatchObject({ name: 'people.csv', sizeBytes: content.length })
    const hash = createHash('sha256').update(content).digest('hex')
    const path = join(uploads(), hash, 'people.csv')
    expect(readFileSync(path, 'utf8')).toBe(content)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(uploads(), hash)).mode & 0o777).toBe(0o700)
    expect(await window.call('sources.preview', { file: opened.file, overrides: {} })).toMatchObject({
      ok: { rows: [['ada@example.org']] },
    })
  })

  it('is kept once, however often it is sent', async () => {
    await upload('twice.csv', 'Email\nb@example.org\n')
    const before = readdirSync(uploads()).length
    await upload('twice.csv', 'Email\nb@example.org\n')
    expect(readdirSync(uploads())).toHaveLength(before)
  })

  it.each([
    ['../../engine.json', 'engine.json'],
    ['C:\\Users\\me\\list.csv', 'list.csv'],
    ['..', 'file'],
    ['', 'file'],
    ['a\u0000b?.csv', 'a b .csv'],
    [`${'ü'.repeat(300)}.csv`, `${'ü'.repeat(60)}.csv`],
  ])('named %j is kept as %j', async (name, kept) => {
    expect((await upload(name, `x,${kept}\n`)).name).toBe(kept)
  })

  it('that stops half way leaves nothing behind', async () => {
    const before = readdirSync(uploads()).sort()
    const sent = request(`${base}/files?name=half.csv`, {
      method: 'POST',
      headers: { cookie: window.cookie, 'content-length': '1000000' },
    })
    sent.on('error', () => undefined)
    sent.write('Email\n')
    await until(() => readdirSync(uploads()).some((name) => name.endsWith('.part')))
    sent.destroy()
    await until(() => !readdirSync(uploads()).some((name) => name.endsWith('.part')))
    expect(readdirSync(uploads()).sort()).toEqual(before)
    await stillAnswers()
  })
})

describe('the beginning of a file', () => {
  it('can be looked at until the whole of it is here, and leaves nothing behind', async () => {
    const content = 'Email\nfirst@example.org\nlast@example.org\n'
    const before = readdirSync(uploads()).sort()
    const sent = await window.fetch('/heads?name=long.csv', { method: 'POST', body: content.slice(0, 24) })
    const { ok: head } = (await sent.json()) as { ok: OpenedFile }
    expect(head.name).toBe('long.csv')
    expect(await window.call('sources.preview', { file: head.file, overrides: {} })).toMatchObject({
      ok: { rows: [['first@example.org']] },
    })
    const whole = await window.fetch(`/files?name=long.csv&head=${head.file}`, {
      method: 'POST',
      body: content,
    })
    const { ok: file } = (await whole.json()) as { ok: OpenedFile }
    expect(await window.call('sources.preview', { file: file.file, overrides: {} })).toMatchObject({
      ok: { rows: [['first@example.org'], ['last@example.org']] },
    })
    const hash = createHash('sha256').update(content).digest('hex')
    expect(readdirSync(uploads()).sort()).toEqual([...before, hash].sort())
  })
})

describe('a download', () => {
  it('is what the engine wrote, by its id', async () => {
    const everyone = { text: '', connection: null, left: null, audience: null }
    const { file, sizeBytes } = await web.engine.client.exports.people(everyone)
    const response = await window.fetch(`/exports/${file}`)
    expect(response.headers.get('content-disposition')).toBe('attachment')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).toContain('Email')
    const head = await window.fetch(`/exports/${file}`, { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe(String(sizeBytes))
  })

  it('of a file that the user opened is refused: only what was exported leaves', async () => {
    writeFileSync(join(web.folder, 'own.csv'), 'Email\n')
    const file = await web.engine.registerFile(join(web.folder, 'own.csv'))
    expect((await window.fetch(`/exports/${file}`)).status).toBe(404)
  })

  it('of a path, or of what is gone, is refused in words', async () => {
    const gone = await web.engine.registerFile(join(web.folder, 'gone.csv'))
    for (const file of ['%2Fetc%2Fpasswd', 'nothing', gone]) {
      const response = await window.fetch(`/exports/${file}`)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({
        error: { message: expect.stringContaining('Export it again') as string },
      })
    }
  })
})

describe('a run', () => {
  async function planOf(count: number): Promise<PlanId> {
    const { client } = web.engine
    const rows = Array.from({ length: count }, (_, row) => `gone${row}@example.org\n`)
    const { file } = await upload('run.csv', `Email\n${rows.join('')}`)
    const source = await client.sources.stage({ file, overrides: {} })
    await connectKit(client, practice)
    return (await planSource(web.engine, source.id)).id
  }

  it('goes on when the window that began it goes away, and every other window hears of it', async () => {
    practice.kit.faults.add({ kind: 'slow', ms: 50, method: 'POST' })
    const plan = await planOf(30)
    const leaving = new AbortController()
    const other = await openWebWindow(web.host.newAddress())
    const heard = await Promise.all([window, other].map((each) => each.listen(leaving.signal)))
    const answer = window.call('runs.start', { plan }, leaving.signal).catch(() => 'left')
    for (const messages of heard) await until(() => messages.some(({ name }) => name === 'run.progress'))
    leaving.abort()
    expect(await answer).toBe('left')
    const ended = async () => {
      const runs = (await other.call('runs.list', {})) as { ok: RunView[] }
      return runs.ok.find((run) => run.plan === plan)?.status === 'finished'
    }
    await until(ended)
  })
})
