import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildWhenNeeded } from '../../electron/buildWhenNeeded.ts'
import { windowFolder } from '../../electron/windowFiles.ts'
import { missingForWeb } from '../e2e/support/programs.ts'
import { type BenchWindow, type MainThread, openBenchWindow } from './benchWindow.ts'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { startPracticeThread } from './practiceThread.ts'
import { median } from './sideBySide.ts'
import { writeTenColumns } from './staging.ts'

/** What a user feels of the window in a browser: its start, the first rows of a long file, scrolling it, a run. */
export const windowFigure: Figure = {
  name: 'window',
  about: 'the window in a browser: until it can be used, until a long file is seen, and its longest tasks',
  missing: missingForWeb,
  async measure(bench) {
    await buildWhenNeeded('window')
    const starts = await startSometimes(bench)
    const practice = await startPracticeThread()
    const window = await openBenchWindow(bench.folder, { LISTFERRY_KIT_URL: practice.address })
    try {
      await window.call('connections.add', {
        service: 'kit',
        form: 'api-key',
        values: { apiKey: practice.kitKey },
      })
      return [
        usable([...starts, window.usableMs]),
        ...(await longFile(bench, window)),
        await running(bench, window),
        weight(windowFolder),
      ]
    } finally {
      await window.close()
      await practice.close()
    }
  },
}

/** The first start of all takes longer: Node keeps what it compiles then. */
async function startSometimes({ folder, size, say }: BenchRun): Promise<readonly number[]> {
  const times = []
  for (let n = 1; n <= (size === 'full' ? 3 : 1); n += 1) {
    say(`start ${n}`)
    const window = await openBenchWindow(join(folder, `start-${n}`), {})
    times.push(window.usableMs)
    await window.close()
  }
  return times
}

function usable(times: readonly number[]): Reading {
  const words = times.map((ms) => Math.round(ms).toLocaleString('en')).join(', ')
  return {
    what: 'From the start of the web host until the window can be used',
    value: Math.round(median(times)),
    unit: 'milliseconds',
    beside: `in a browser that is open already, with an empty data folder; median of ${words} ms`,
    goal: { is: 'at most', value: 2000 },
  }
}

interface WatchedPage {
  readonly bench: { readonly chosenAt?: number; readonly rowAt?: number }
}

/** Notes in the page when a file was chosen and when its first cell was drawn. */
const watchFirstRow = `
  window.bench = {}
  document.addEventListener('change', ({ target }) => {
    if (target.type === 'file') window.bench.chosenAt = performance.now()
  }, true)
  new MutationObserver(() => {
    const { bench } = window
    if (bench.rowAt !== undefined || bench.chosenAt === undefined) return
    const cells = [...document.querySelectorAll('[role=gridcell]')]
    if (cells.some(({ textContent }) => textContent.includes('@example.org')))
      requestAnimationFrame(() => (bench.rowAt ??= performance.now()))
  }).observe(document.body, { childList: true, subtree: true, characterData: true })
`

async function longFile({ folder, size, say }: BenchRun, window: BenchWindow): Promise<Reading[]> {
  const rows = size === 'full' ? 1_000_000 : 40_000
  const path = join(folder, 'people.csv')
  writeTenColumns(path, rows)
  const words = `${rows.toLocaleString('en')} rows`
  const { page } = window
  say(`the first of ${words}`)
  await page.goto(new URL('#/sync/import', page.url()).href)
  await page.getByText('Drop a list here').waitFor()
  await page.evaluate(watchFirstRow)
  const whileRead = await window.traced(async () => {
    await page.locator('input[type=file]').first().setInputFiles(path)
    await page.waitForFunction(() => (globalThis as unknown as WatchedPage).bench.rowAt !== undefined)
    await page.getByText(`${rows.toLocaleString('en')} rows`).waitFor({ timeout: 300_000 })
  })
  const firstMs = await page.evaluate<number>('window.bench.rowAt - window.bench.chosenAt')
  say(`scrolling ${words}`)
  const scrolling = await window.traced(() => scroll(window, size === 'full' ? 80 : 10))
  return [
    {
      what: `First rows of ${words}, after choosing the file`,
      value: Math.round(firstMs),
      unit: 'milliseconds',
      beside: 'by the window’s own clock, until they are drawn',
      goal: { is: 'at most', value: 500 },
    },
    longest(`while ${words} are opened and read`, whileRead),
    longest(`while ${words} are scrolled`, scrolling),
  ]
}

/** By the wheel, by keys, and by dragging the scrollbar from end to end. */
async function scroll({ page }: BenchWindow, times: number): Promise<void> {
  const grid = page.getByRole('grid')
  await grid.hover()
  for (let n = 0; n < times; n += 1) await page.mouse.wheel(0, n % 4 === 3 ? 4000 : 300)
  await grid.focus()
  for (let n = 0; n < times; n += 1) await page.keyboard.press(n % 2 === 0 ? 'PageDown' : 'ArrowDown')
  for (let n = 1; n <= times; n += 1) {
    await page.evaluate(
      `(() => { const grid = document.querySelector('[role=grid]'); grid.scrollTop = grid.scrollHeight * ${n / times} })()`,
    )
    await page.waitForTimeout(30)
  }
  await page.keyboard.press('End')
  await page.waitForTimeout(500)
}

/** A run of so many people, watched. */
async function running({ folder, size, say }: BenchRun, window: BenchWindow): Promise<Reading> {
  const rows = size === 'full' ? 2000 : 100
  say(`a run of ${rows} rows`)
  const path = join(folder, 'run.csv')
  writeTenColumns(path, rows)
  const { page } = window
  await page.getByRole('button', { name: 'Choose another file' }).click()
  await page.locator('input[type=file]').first().setInputFiles(path)
  await page.getByRole('button', { name: /^Map \d+ columns/ }).click()
  await page.getByRole('button', { name: /^Review/ }).click()
  const send = page.getByRole('button', { name: /^Send / })
  await send.waitFor({ timeout: 120_000 })
  const watched = await window.traced(async () => {
    await send.click()
    await page.waitForURL(/#\/sync\/result/, { timeout: 300_000 })
  })
  return longest(`while a run of ${rows.toLocaleString('en')} rows is watched`, watched)
}

function longest(when: string, { longestMs, longestCpuMs, tasks }: MainThread): Reading {
  return {
    what: `Longest task of the window ${when}`,
    value: Math.round(longestCpuMs),
    unit: 'milliseconds',
    beside: `of ${tasks.toLocaleString('en')} tasks, by processor time; ${Math.round(longestMs)} ms by a clock`,
    goal: { is: 'at most', value: 50 },
  }
}

/** All that the window may ever load, fonts and pictures aside. */
function weight(folder: string): Reading {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(js|css|html)$/.test(name),
  )
  const sizes = names.map((name) => ({ name, bytes: gzipSync(readFileSync(join(folder, name))).length }))
  const atStart = sizes.filter(({ name }) => readFileSync(join(folder, 'index.html'), 'utf8').includes(name))
  const kilobytes = (some: typeof sizes) => some.reduce((sum, { bytes }) => sum + bytes, 0) / 1000
  return {
    what: 'The window’s code and styles, gzipped',
    value: Math.round(kilobytes(sizes)),
    unit: 'kilobytes',
    beside: `in ${names.length} files; ${Math.round(kilobytes(atStart))} kB are loaded before the first page`,
    goal: { is: 'at most', value: 500 },
  }
}
