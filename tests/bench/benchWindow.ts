import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { chromiumProgram } from '../e2e/support/programs.ts'
import { startWebProcess, type WebProcess } from '../support/startWebProcess.ts'

/** Listferry in a browser, as `npm run web` starts it, with its data in a folder of its own. */
export interface BenchWindow {
  readonly page: Page
  readonly host: WebProcess
  /** From the start of the process until the window can be used. */
  readonly usableMs: number
  /** A call of the contract, as the window makes it. */
  call<T>(name: string, input: unknown): Promise<T>
  /** Traces the window's main thread meanwhile. */
  traced(work: () => Promise<void>): Promise<MainThread>
  close(): Promise<void>
}

/** The longest task of the window's main thread. */
export interface MainThread {
  /** By a clock on the wall: other programs on the machine stretch it. */
  readonly longestMs: number
  /** By the processor time of the thread itself. */
  readonly longestCpuMs: number
  readonly tasks: number
}

export async function openBenchWindow(
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<BenchWindow> {
  const browser = await chromium.launch({
    executablePath: chromiumProgram() ?? '',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    const startedAt = performance.now()
    const host = await startWebProcess({ LISTFERRY_HOME: join(folder, 'home'), ...env })
    await page.goto(host.address)
    await page.getByRole('button', { name: 'Choose a file' }).waitFor()
    return windowOf(browser, context, page, host, performance.now() - startedAt)
  } catch (error) {
    await browser.close()
    throw error
  }
}

function windowOf(
  browser: Browser,
  context: BrowserContext,
  page: Page,
  host: WebProcess,
  usableMs: number,
): BenchWindow {
  return {
    page,
    host,
    usableMs,
    async call<T>(name: string, input: unknown) {
      const data = input as Record<string, unknown>
      const response = await context.request.post(`${new URL(page.url()).origin}/call/${name}`, { data })
      const answer = (await response.json()) as { ok: T } | { error: { message: string } }
      if ('error' in answer) throw new Error(`${name}: ${answer.error.message}`)
      return answer.ok
    },
    async traced(work) {
      await browser.startTracing(page, { categories: ['toplevel', '__metadata'] })
      await work()
      return mainThread(await browser.stopTracing())
    },
    async close() {
      await browser.close()
      await host.stop()
    },
  }
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ph: string
  /** Microseconds. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** @throws Error for a trace without a task: something in the browser has changed its name */
function mainThread(trace: Buffer): MainThread {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] }
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) => ph === 'X' && /RunTask$/.test(name) && threads.has(`${pid} ${tid}`),
  )
  if (tasks.length === 0) throw new Error('The trace of the window has no tasks.')
  return {
    longestMs: Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000,
    longestCpuMs: Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000,
    tasks: tasks.length,
  }
}
