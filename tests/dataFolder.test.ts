import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dataFolder } from '../electron/dataFolder.ts'
import { AppError } from '../shared/errors.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'listferry-data-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const modeOf = (path: string) => statSync(path).mode & 0o777
const script = `
  import { dataFolder } from ${JSON.stringify(new URL('../electron/dataFolder.ts', import.meta.url).href)}
  try { console.log(dataFolder(process.env)) } catch (error) { console.log(error.code, error.message) }`

function inOwnProcess(env: Record<string, string>, uid?: number): string {
  const options = { env: { PATH: '', ...env }, encoding: 'utf8' as const, stdio: 'pipe' as const }
  const args = ['--input-type=module', '--eval', script]
  return execFileSync(process.execPath, args, uid === undefined ? options : { ...options, uid }).trim()
}

function refusal(folder: string): AppError {
  try {
    dataFolder({ LISTFERRY_HOME: folder })
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error(`${folder} was accepted`)
}

describe('where it is', () => {
  test('LISTFERRY_HOME decides, and the folder is made with every folder above it', () => {
    const folder = join(home, 'a', 'b')
    expect(dataFolder({ LISTFERRY_HOME: folder })).toBe(folder)
    expect(readdirSync(folder)).toEqual(['sources'])
  })

  test('a relative LISTFERRY_HOME becomes absolute', () => {
    const relative = join('..', '..', '..', '..', '..', '..', '..', '..', home)
    expect(dataFolder({ LISTFERRY_HOME: relative })).toBe(home)
  })

  test.runIf(process.platform === 'linux')("without it, it is the desktop's place for data", () => {
    expect(inOwnProcess({ HOME: home, LISTFERRY_HOME: '' })).toBe(join(home, '.local', 'share', 'Listferry'))
    const data = join(home, 'xdg')
    expect(inOwnProcess({ HOME: home, XDG_DATA_HOME: data })).toBe(join(data, 'Listferry'))
  })

  test('asking again changes nothing', () => {
    const folder = dataFolder({ LISTFERRY_HOME: join(home, 'a') })
    writeFileSync(join(folder, 'sources', 'list.csv'), 'email')
    dataFolder({ LISTFERRY_HOME: folder })
    expect(readdirSync(join(folder, 'sources'))).toEqual(['list.csv'])
  })
})

describe.skipIf(process.platform === 'win32')('who can read it', () => {
  test('only this user, whatever the mask was', () => {
    process.umask(0)
    const folder = dataFolder({ LISTFERRY_HOME: join(home, 'a', 'b') })
    writeFileSync(join(folder, 'rows'), 'x')
    expect(modeOf(folder)).toBe(0o700)
    expect(modeOf(join(folder, 'sources'))).toBe(0o700)
    expect(modeOf(join(folder, 'rows'))).toBe(0o600)
  })

  test("a folder that was already there keeps its own mode, and what's new in it is private", () => {
    chmodSync(home, 0o755)
    dataFolder({ LISTFERRY_HOME: home })
    expect(modeOf(home)).toBe(0o755)
    expect(modeOf(join(home, 'sources'))).toBe(0o700)
  })

  test('a worker thread, which may not set the mask, gets the folder too', async () => {
    const worker = new Worker(script, { eval: true, env: { LISTFERRY_HOME: home }, stdout: true })
    const [answer] = (await once(worker.stdout, 'data')) as [Buffer]
    expect(answer.toString().trim()).toBe(home)
    await worker.terminate()
  })
})

describe('what cannot be used is refused by name', () => {
  test('a file', () => {
    const file = join(home, 'file')
    writeFileSync(file, '')
    expect(refusal(file)).toMatchObject({ code: 'invalid-input' })
    expect(refusal(file).message).toContain(`${file}: there is a file in the way. Set LISTFERRY_HOME`)
    expect(refusal(join(file, 'below')).message).toContain('a file in the way')
  })

  test('a folder whose sources are a file', () => {
    writeFileSync(join(home, 'sources'), '')
    expect(refusal(home).message).toContain(`${home}: there is a file in the way`)
  })

  test('a link to nowhere', () => {
    symlinkSync(join(home, 'nowhere'), join(home, 'link'))
    expect(refusal(join(home, 'link')).message).toContain(join(home, 'link'))
  })

  test('a path with a NUL character', () => {
    expect(refusal(`${home}/a\0b`)).toMatchObject({ code: 'unavailable' })
  })

  test.runIf(process.platform === 'linux')('a folder under /proc, where Node makes folders for ever', () => {
    expect(refusal('/proc/listferry/a').message).toContain('could not be made or written')
  })

  test.skipIf(process.platform === 'win32')('a folder this user may not write to', () => {
    const folder = join(home, 'locked')
    mkdirSync(folder, { mode: 0o500 })
    chmodSync(home, 0o755)
    const isRoot = process.getuid?.() === 0
    const nobody = 65_534
    const said = inOwnProcess({ HOME: '/', LISTFERRY_HOME: folder }, isRoot ? nobody : undefined)
    expect(said).toMatch(
      /^forbidden Listferry can't keep its data in .*locked: it is not allowed to write there\./,
    )
  })
})
