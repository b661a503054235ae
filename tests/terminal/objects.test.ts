import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import readExcel from 'read-excel-file/node'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningPractice, startPractice } from '../../electron/practice/startPractice.ts'
import { exitCodes } from '../../electron/terminal/exitCode.ts'
import type { ObjectView } from '../../shared/contract/objects.ts'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import type { ReplicationResult } from '../../shared/contract/replications.ts'
import type { Receipt } from '../../shared/contract/runs.ts'
import { listferry } from '../support/terminal.ts'

let practice: RunningPractice
let folder: string
let key: string

const path = (name: string) => join(folder, name)
const write = (name: string, content: string) => {
  writeFileSync(path(name), content)
  return path(name)
}
const plain = (args: readonly string[]) =>
  listferry(args, {
    stdin: key,
    env: { LISTFERRY_HOME: path('home'), LISTFERRY_KIT_URL: practice.address },
  })
const terminal = (args: readonly string[]) => plain([...args, '--secret-stdin'])
const json = async <T>(args: readonly string[]): Promise<T> =>
  JSON.parse((await terminal([...args, '--json'])).stdout) as T
const writes = () =>
  practice.kit.requests.entries.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/filter'))
const state = () => practice.kit.state

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'listferry-objects-'))
  practice = await startPractice({ speed: 1000, lagMs: 0 })
  key = practice.kit.keys[0] ?? ''
  const connected = await plain(['connect', 'kit', '--name', 'Bakery'])
  expect(connected.exitCode).toBe(0)
})
afterAll(async () => {
  await practice.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => practice.kit.requests.clear())

describe('what an account holds', () => {
  it('is said type by type, with what a file can do with it', async () => {
    const { stdout, exitCode } = await terminal(['objects'])
    expect(exitCode).toBe(exitCodes.done)
    expect(stdout).toMatch(/custom-fields +insert, update, delete/)
    expect(stdout).toMatch(/purchases .*lets nobody reach purchases with a key/)
  })

  it('is listed in words, as JSON, and as a CSV file that can be imported again', async () => {
    expect((await terminal(['list', 'custom-fields'])).stdout).toMatch(
      /Field id +Label +Key[\s\S]*City +city/,
    )
    const fields = await json<ObjectView[]>(['list', 'customFields'])
    expect(fields).toHaveLength(state().customFields.size)
    const listed = await terminal(['list', 'tags', '--csv', path('tags.csv')])
    expect(listed.stderr).toMatch(/Wrote \d+ tags to/)
    const csv = readFileSync(path('tags.csv'), 'utf8')
    expect(csv.trim().split('\n')).toHaveLength(state().tags.size + 1)
    const again = await json<PlanSummary>(['import', 'tags', path('tags.csv'), '--dry-run'])
    expect(again.counts).toMatchObject({ unchanged: state().tags.size, create: 0 })
    expect((await terminal(['list', 'flowers'])).stderr).toMatch(
      /There is no “flowers”. There are: subscribers/,
    )
  })
})

describe('importing objects', () => {
  it('shows the plan, sends it, and gives the same receipt and exit code as a run of people', async () => {
    const file = write('new tags.csv', 'Tag\nFrom the terminal\nNewsletter\n')
    const asked = await terminal(['import', 'tags', file])
    expect(asked).toMatchObject({
      exitCode: exitCodes.invalidInput,
      stderr: expect.stringMatching(/--yes/) as string,
    })
    expect(writes()).toEqual([])
    const sent = await terminal(['import', 'tags', file, '--yes'])
    expect(sent.stderr).toMatch(/Tags: insert[\s\S]*To send: 1 new tag\. 1 request/)
    expect(sent.stdout).toMatch(/finished[\s\S]*1 +written[\s\S]*1 +unchanged[\s\S]*it adds up/)
    expect(sent.stdout).toMatch(/What it did stays in Kit: there is no way to take it back\./)
    expect(sent.stdout).not.toMatch(/Take it back/)
    expect(sent.exitCode).toBe(exitCodes.done)
  })

  it('deletes only with the number that the plan shows', async () => {
    const file = write('delete.csv', 'Label\nCity\n')
    const args = ['import', 'custom-fields', file, '--op', 'delete', '--yes']
    const refused = await terminal(args)
    expect(refused.exitCode).toBe(exitCodes.conflict)
    expect(refused.stderr).toMatch(/wipes its values from [\d,]+ people/)
    expect(refused.stderr).toMatch(/--confirm 1/)
    expect((await terminal([...args, '--confirm', '2'])).exitCode).toBe(exitCodes.conflict)
    expect(writes()).toEqual([])
    const receipt = await json<Receipt>([...args, '--confirm', '1'])
    expect(receipt.outcomes.written).toBe(1)
    expect([...state().customFields.values()].map(({ label }) => label)).not.toContain('City')
  })
})

describe('taking back what was done to objects', () => {
  it('deletes what was made, only with the number that it shows', async () => {
    const file = write('fields.csv', 'Label\nShoe size\nHat size\n')
    const made = await terminal(['import', 'custom-fields', file, '--yes'])
    const run = /Take it back: listferry undo (\d+)/.exec(made.stdout)?.[1] ?? ''
    const seen = await terminal(['undo', run, '--dry-run'])
    expect(seen.stdout).toMatch(/2 {2}to delete[\s\S]*To send: 2 custom fields to delete\. 2 requests/)
    expect(seen.stdout).toMatch(/What it takes away:\n {2}Deleting the field “Shoe size” wipes its values/)
    const back = await json<Receipt>(['undo', run, '--yes', '--confirm', '2'])
    expect(back).toMatchObject({ undoes: Number(run), outcomes: { written: 2 } })
    expect([...state().customFields.values()].map(({ label }) => label)).not.toContain('Hat size')
    const again = await terminal(['undo', run, '--dry-run'])
    expect(again.stdout).toMatch(/Nothing to take back: everything is as it was before/)
  })
})

it('takes a new name back, and calls fields as the account does', async () => {
  const file = write('names.csv', 'Current name,Name\nNever used,Used\n')
  const { id } = await json<Receipt>(['import', 'tags', file, '--op', 'update', '--yes'])
  const seen = await terminal(['undo', String(id), '--dry-run'])
  expect(seen.stdout).toMatch(/ {2}Name: "Used" → "Never used"/)
})

describe('calls that need no file', () => {
  it('unsubscribes people, and says what became of each', async () => {
    const people = [...state().subscribers.all()].filter((one) => one.state === 'active').slice(0, 2)
    const emails = people.map(({ emailAddress }) => emailAddress)
    const seen = await terminal(['unsubscribe', ...emails, '--dry-run'])
    expect(seen.stdout).toMatch(/2 people are unsubscribed for good[\s\S]*Nothing was sent\./)
    for (const { id } of people) expect(seen.stdout).toContain(`POST /v4/subscribers/${id}/unsubscribe`)
    expect(writes()).toEqual([])
    const receipt = await json<Receipt>(['unsubscribe', ...emails, '--yes'])
    expect(receipt).toMatchObject({ outcomes: { written: 2 }, status: 'finished' })
    for (const { id } of people) expect(state().subscribers.get(id)?.state).toBe('cancelled')
    const stranger = await terminal(['unsubscribe', 'nobody@example.org', '--yes'])
    expect(stranger).toMatchObject({
      exitCode: exitCodes.invalidInput,
      stderr: expect.stringMatching(/Nobody in the account/) as string,
    })
  })

  it('adds, lists and removes webhooks, and checks them before anything is sent', async () => {
    const missing = await terminal(['webhook', 'add', 'https://hooks.example.com/a', 'subscriber.tag_add'])
    expect(missing.stderr).toMatch(/needs the id of a tag \(tag_id\)/)
    expect(missing.exitCode).toBe(exitCodes.invalidInput)
    expect(writes()).toEqual([])
    const tag = [...state().tags.keys()][0] ?? 0
    const added = await terminal([
      'webhook',
      'add',
      'https://hooks.example.com/a',
      'tag_add',
      '--tag-id',
      String(tag),
    ])
    expect(added.exitCode).toBe(exitCodes.done)
    const [hook] = [...state().webhooks.values()]
    expect(hook).toMatchObject({
      targetUrl: 'https://hooks.example.com/a',
      event: { name: 'tag_add', tag_id: tag },
    })
    expect((await terminal(['webhook', 'list'])).stdout).toMatch(/subscriber\.tag_add/)
    expect((await terminal(['webhook', 'remove', String(hook?.id)])).exitCode).toBe(exitCodes.done)
    expect(state().webhooks.size).toBe(0)
  })

  it('gives an endpoint a new secret, shown once and kept nowhere', async () => {
    const closed = await terminal(['webhook', 'add', 'http://127.0.0.1/x', 'tag.created', '--endpoint'])
    expect(closed.stderr).toMatch(/private network, where Kit can't reach it/)
    const made = await terminal([
      'webhook',
      'add',
      'https://hooks.example.com/b',
      'tag.created',
      'tag.deleted',
      '--endpoint',
    ])
    const [endpoint] = [...state().webhookEndpoints.values()]
    expect(endpoint?.events).toEqual(['tag.created', 'tag.deleted'])
    expect(made.stdout).toContain(
      `of endpoint ${endpoint?.id}, shown this once and not kept here: ${endpoint?.secret}`,
    )
    const secret = ['webhook', 'secret', String(endpoint?.id)]
    practice.kit.requests.clear()
    const foreseen = await terminal([...secret, '--dry-run'])
    expect(foreseen.stdout).toMatch(
      /The present one counts for a day longer[\s\S]*POST \/v4\/webhook_endpoints\/\d+\/rotate_secret\n\nNothing was sent/,
    )
    expect(writes()).toEqual([])
    const first = await terminal(secret)
    expect(first.stderr).toMatch(/POST \/v4\/webhook_endpoints\/\d+\/rotate_secret/)
    expect(first.stdout.trim()).toBe(state().webhookEndpoints.get(endpoint?.id ?? 0)?.secret)
    const again = await terminal(secret)
    expect(again).toMatchObject({
      exitCode: exitCodes.conflict,
      stderr: expect.stringMatching(/still counts, until [\s\S]*--force/) as string,
    })
    const nobodys = await terminal(['webhook', 'secret', '1', '--dry-run'])
    expect(nobodys).toMatchObject({ exitCode: exitCodes.notFound })
  })
})

describe('export', () => {
  it('writes what an account holds as CSV, Excel or JSON lines, and replaces no file unasked', async () => {
    const wrote = await terminal([
      'export',
      'tags',
      '--out',
      path('t.csv'),
      '--delimiter',
      'semicolon',
      '--no-bom',
    ])
    expect(wrote.stdout).toMatch(/Wrote .*t\.csv/)
    expect(readFileSync(path('t.csv'), 'utf8')).toMatch(/^Tag id;Name;Created at\r\n/)
    const again = await terminal(['export', 'tags', '--out', path('t.csv')])
    expect(again.stderr).toMatch(/There is a file .*t\.csv already.*--force/)
    const lines = await terminal(['export', 'customFields', '--format', 'jsonl', '--out', '-'])
    const objects = lines.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { label: string })
    expect(objects.map(({ label }) => label)).toContain('Source')
    await terminal(['export', 'tags', '--format', 'xlsx', '--out', path('t.xlsx')])
    const [sheet] = await readExcel(path('t.xlsx'))
    expect(sheet?.data).toHaveLength(state().tags.size + 1)
    expect((await terminal(['export', 'people', '--out', path('p.csv')])).exitCode).toBe(exitCodes.done)
    const ofNobody = await terminal(['export', 'people', '--parent', 'No such tag', '--out', '-'])
    expect(ofNobody).toMatchObject({ exitCode: exitCodes.notFound, stdout: '' })
  })
})

describe('replicate', () => {
  it('makes a copy in a file, brings it up to date, and says what is wrong in words', async () => {
    const file = path('copy.sqlite')
    const made = await terminal([
      'replicate',
      'reports',
      '--sqlite',
      file,
      '--tables',
      'subscribers,tags',
      '--prefix',
      'k_',
    ])
    expect(made.exitCode).toBe(exitCodes.done)
    expect(made.stdout).toMatch(/Subscribers +300 +everything/)
    const db = new DatabaseSync(file)
    expect(db.prepare('select count(*) as n from k_tags').get()).toEqual({ n: state().tags.size })
    const again = JSON.parse((await terminal(['replicate', 'reports', '--json'])).stdout) as ReplicationResult
    expect(again.tables.map(({ isWhole }) => isWhole)).toEqual([false, true])
    const other = await terminal(['replicate', 'reports', '--tables', 'tags,forms'])
    expect(other.stderr).toMatch(/subscribers: no longer brought up to date/)
    expect(other.stdout).not.toMatch(/Subscribers/)
    expect(db.prepare('select count(*) as n from k_forms').get()).toEqual({ n: state().forms.size })
    expect(db.prepare('select count(*) as n from k_subscribers').get()).toEqual({ n: 300 })
    expect((await terminal(['replicate'])).stdout).toMatch(/reports .*tags, forms/)
    expect((await terminal(['replicate', 'reports', '--tables', 'flowers'])).stderr).toMatch(
      /There is no “flowers”/,
    )
    db.exec('begin immediate')
    db.exec('drop table listferry_tables; create table listferry_tables (mine text)')
    db.exec('commit')
    db.close()
    const failed = await terminal(['replicate', 'reports'])
    expect(failed.exitCode).toBe(exitCodes.conflict)
    expect(failed.stderr).toMatch(
      /There is a table listferry_tables in the file copy\.sqlite that Listferry did not make/,
    )
    const address = await terminal(['replicate', 'x', '--postgres', 'me:secret@127.0.0.1/db'])
    expect(address.stderr).toMatch(/Leave the password out/)
    expect(address.stderr).not.toContain('secret')
    expect((await terminal(['replicate', 'reports', '--remove'])).stdout).toMatch(/is forgotten here/)
  }, 180_000)
})

describe('a saved sync about objects', () => {
  it('is kept with an import, renamed, exported, imported, and planned for the next file', async () => {
    const first = write('fair tags.csv', 'Tag\nFair 1\n')
    const kept = await terminal(['import', 'tags', first, '--dry-run', '--save-as', 'Fairs'])
    expect(kept.stderr).toContain('Saved as “Fairs”')
    expect((await plain(['sync-rename', 'fairs', 'Fair tags'])).stdout).toMatch(/called “Fair tags” now/)
    await plain(['sync-export', 'Fair tags', '--out', path('fairs.json')])
    await plain(['sync-import', path('fairs.json')])
    expect((await plain(['syncs'])).stdout).toMatch(/Fair tags 2 +Bakery +Tags: insert/)
    const next = write('next tags.csv', 'Tag\nFair 1\nFair 2\n')
    const shown = await json<PlanSummary>(['sync', 'Fair tags 2', next, '--dry-run'])
    expect(shown).toMatchObject({ object: { type: 'tags', op: 'insert' }, counts: { create: 2 } })
    expect(writes()).toEqual([])
    // Six programs one after another.
  }, 180_000)
})
