import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { missingForDesktop, missingForWeb } from './e2e/support/programs.ts'

/**
 * `npm test`: types, lint, format and all suites, each run to its end whatever the others say.
 * The last line is `N passed, N failed`, over everything; a check such as lint counts as one.
 */
interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** What failed, by name, to be said again at the end. */
  readonly failures: readonly string[]
}

const nothing: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] }

type Suite = () => Promise<Tally>

const suites: Readonly<Record<string, Suite>> = {
  types: () => checks(['-p', '.'], ['-p', 'renderer'], ['-p', 'tests/e2e']),
  lint: () => check('eslint', ['.', '--max-warnings', '0', '--concurrency', '2']),
  format: () => check('prettier', ['--check', '--log-level', 'warn', '.']),
  tests: vitest,
  windows: playwright,
}

/** Checks types in a third of the time. The linter needs the one before, and both want to be called `tsc`. */
const tsc = 'node_modules/typescript-7/bin/tsc'

/** Where a window is looked at, and what of that lacks here. */
const windows = { desktop: missingForDesktop, web: missingForWeb }

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' }
    const child = spawn(command, args, { stdio: 'inherit', env, shell: process.platform === 'win32' })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

async function check(command: string, args: readonly string[]): Promise<Tally> {
  const ok = (await run(command, args)) === 0
  return ok ? { ...nothing, passed: 1 } : { ...nothing, failed: 1, failures: [[command, ...args].join(' ')] }
}

async function checks(...projects: readonly (readonly string[])[]): Promise<Tally> {
  const each = projects.map((args) => check(process.execPath, [tsc, ...args]))
  return (await Promise.all(each)).reduce(add, nothing)
}

function add(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    failures: [...one.failures, ...other.failures],
  }
}

async function vitest(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'listferry-tests-'))
  const report = join(folder, 'report.json')
  try {
    const code = await run('vitest', [
      'run',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ])
    return tallyOf(readFileSync(report, 'utf8'), code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function tallyOf(json: string, code: number): Tally {
  const report = JSON.parse(json) as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
    numTodoTests: number
    testResults: readonly VitestFile[]
  }
  // A file that doesn't even load, or an unhandled rejection, fails without a failing test.
  const failed = Math.max(report.numFailedTests, code === 0 ? 0 : 1)
  return {
    passed: report.numPassedTests,
    failed,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap(failuresOf),
  }
}

interface VitestFile {
  readonly name: string
  readonly status: string
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
}

function failuresOf({ name, status, assertionResults }: VitestFile): string[] {
  const file = relative('.', name)
  const failed = assertionResults.filter((each) => each.status === 'failed')
  if (failed.length === 0 && status === 'failed') return [file]
  return failed.map(({ fullName }) => `${file}: ${fullName}`)
}

/** The window in a real Electron and in a browser, side by side. */
async function playwright(): Promise<Tally> {
  for (const [project, missing] of Object.entries(windows))
    if (missing() !== null) console.log(`\n!!! SKIPPED: all ${project} tests, because ${missing()}\n`)
  const folder = mkdtempSync(join(tmpdir(), 'listferry-tests-'))
  const report = join(folder, 'report.json')
  process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] = report
  try {
    const reporter = process.env['CI'] ? 'line,json' : 'list,json'
    const projects = Object.keys(windows).map((project) => `--project=${project}`)
    const config = ['-c', 'tests/e2e/playwright.config.ts', ...projects, `--reporter=${reporter}`]
    return tallyOfPlaywright(report, await run('playwright', ['test', ...config]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function tallyOfPlaywright(file: string, code: number): Tally {
  // No report: it did not get as far as a test.
  if (!existsSync(file)) return { ...nothing, failed: code === 0 ? 0 : 1 }
  const { stats, suites } = JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport
  const failed = Math.max(stats.unexpected + stats.flaky, code === 0 ? 0 : 1)
  return { passed: stats.expected, failed, skipped: stats.skipped, failures: suites.flatMap(brokenIn) }
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; unexpected: number; flaky: number; skipped: number }
  readonly suites: readonly PlaywrightSuite[]
}

interface PlaywrightSuite {
  readonly file: string
  readonly specs: readonly { readonly title: string; readonly ok: boolean }[]
  readonly suites?: readonly PlaywrightSuite[]
}

function brokenIn({ file, specs, suites = [] }: PlaywrightSuite): string[] {
  const broken = specs.filter(({ ok }) => !ok).map(({ title }) => `${file}: ${title}`)
  return [...broken, ...suites.flatMap(brokenIn)]
}

function wanted(): string[] {
  const at = process.argv.indexOf('--only')
  return at < 0 ? Object.keys(suites) : (process.argv[at + 1] ?? '').split(',')
}

async function play(name: string): Promise<Tally> {
  const suite = suites[name]
  if (!suite) throw new Error(`There is no suite "${name}". There are: ${Object.keys(suites).join(', ')}.`)
  console.log(`\n── ${name}`)
  const startedAt = Date.now()
  const tally = await suite()
  const seconds = Math.round((Date.now() - startedAt) / 1000)
  console.log(`── ${name}: ${tally.failed === 0 ? 'ok' : 'FAILED'} (${seconds} s)`)
  return tally
}

/** Of these no one takes all cores to its end. */
const sideBySide = ['types', 'lint', 'format']

const names = wanted()
const tallies = await Promise.all(names.filter((name) => sideBySide.includes(name)).map(play))
for (const name of names) if (!sideBySide.includes(name)) tallies.push(await play(name))
const total = tallies.reduce(add, nothing)
if (total.failures.length > 0) console.log(['\nFailed:', ...total.failures].join('\n  '))
if (total.skipped > 0) console.log(`\n${total.skipped} skipped (each says above what it lacks)`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
