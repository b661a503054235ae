import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError, fromWire } from '../../../shared/errors.ts'
import type { Mapping, SourceId, SourceInfo } from '../../../shared/model.ts'
import type { Identifier } from '../connectors/connector.ts'
import { openStagedRows, type StagedRows } from '../source/stagedRows.ts'
import type { CheckAs } from './checkAs.ts'
import { rowChecker } from './checkFile.ts'
import { type CheckedFile, checkedFile } from './checkedFile.ts'
import { checkedType } from './checkedType.ts'
import type { CheckMessage, CheckWork, GroupMessage } from './checkMessages.ts'
import { columnOrders } from './columnOrders.ts'
import { fewestFoldedRows, openFoldedText } from './foldedText.ts'
import { problemGroups } from './problemGroups.ts'

/** The files that were checked and are looked at. Everything here can be made again, and is gone when the engine ends. */
export interface Checks {
  /** Checks a file, unless it is checked by this mapping already. Resolves once the problems are known; what is only for speed follows. */
  run(request: CheckRequest, signal: AbortSignal): Promise<CheckedFile>
  /** @throws AppError `not-found` where it was not checked, or forgotten since */
  of(source: SourceId): CheckedFile
  /** Does work in a thread of its own, and gives what it says last before it is done. */
  inThread(work: CheckWork, signal: AbortSignal): Promise<CheckMessage | null>
  requestOf(source: SourceId): CheckRequest
  /** As what its rows were checked; as nobody in particular where they were not. */
  asOf(source: SourceId): Omit<CheckAs, 'mapping'>
  /** Rows whose cells were edited; of very many the whole file is checked again. */
  changed(source: SourceId, rows: readonly number[], signal: AbortSignal): Promise<void>
  /** Drops everything: it holds what people's cells say. */
  clear(): Promise<void>
}

export interface CheckRequest {
  readonly info: SourceInfo
  readonly mapping: Mapping
  readonly identifiers: readonly Identifier[]
  readonly object: CheckAs['object']
  readonly onProgress?: (rows: number) => void
}

export interface ChecksOptions {
  /** For the text of files; emptied at once, since nothing in it is of use any more. */
  readonly folder: string
  readonly stagedPath: (source: string) => string
}

interface Entry {
  readonly request: CheckRequest
  readonly key: string
  readonly file: CheckedFile
  readonly stop: () => Promise<void>
}

/** Files that are held at a time: each takes some bytes a row. */
const mostFiles = 2
/** Beyond, checking all is as quick as checking these. */
const mostChanged = 5000

export function openChecks({ folder, stagedPath }: ChecksOptions): Checks {
  rmSync(folder, { recursive: true, force: true })
  const entries = new Map<SourceId, Entry>()
  const drop = async (source: SourceId) => {
    const entry = entries.get(source)
    entries.delete(source)
    await entry?.stop()
  }
  const entryOf = (source: SourceId) => {
    const entry = entries.get(source)
    if (entry === undefined) throw new AppError('not-found', 'That file was not checked yet. Check it again.')
    return entry
  }

  async function start(request: CheckRequest, signal: AbortSignal): Promise<Entry> {
    const { info, mapping } = request
    const as = { ...asOf(request), mapping }
    const path = stagedPath(info.id)
    const textPath = info.rows < fewestFoldedRows ? null : textPathOf(folder, info.id)
    const stopped = new AbortController()
    const orders = columnOrders(path, info, (part) => runThread(part, stopped.signal))
    const work: CheckWork = {
      work: 'check',
      stagedPath: path,
      as,
      textPath,
      orders: orders.ahead(mapping),
    }
    let file: CheckedFile | null = null
    const groups = Promise.withResolvers<readonly GroupMessage[]>()
    const thread = runThread(work, stopped.signal, (message) => {
      if (message.is === 'progress') request.onProgress?.(message.rows)
      if (message.is === 'groups') groups.resolve(message.groups)
      if (message.is === 'searchable' && textPath !== null)
        file?.setText(openFoldedText(textPath, message.blocks))
      if (message.is === 'order') orders.learn(message.column, message.order)
    })
    thread.catch(groups.reject).finally(() => orders.end())
    const onAbort = () => stopped.abort(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      const found = (await groups.promise).map(({ rows, fixable, ...group }) => ({
        ...group,
        rows: { words: rows },
        fixable: { words: fixable },
      }))
      file = checkedFile({
        info,
        check: withStagedAt(path, (staged) => rowChecker(staged, as, as.object && checkedType(as.object))),
        groups: problemGroups(info.rows, found),
        orderOf: (column, revision) => orders.of(column, revision),
      })
      const opened = file
      void thread.then(
        () => opened.setIndexed(),
        () => undefined,
      )
      return {
        request,
        key: keyOf(request),
        file,
        async stop() {
          stopped.abort(new AppError('cancelled', 'The check was stopped.'))
          await thread.catch(() => undefined)
          opened.close()
          if (textPath !== null) rmSync(textPath, { force: true, maxRetries: 3 })
        },
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  const begin = async (request: CheckRequest, signal: AbortSignal): Promise<CheckedFile> => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { id } = request.info
    await drop(id)
    const entry = await start(request, signal)
    entries.set(id, entry)
    for (const other of [...entries.keys()].slice(0, -mostFiles)) await drop(other)
    return entry.file
  }

  return {
    async run(request, signal) {
      const known = entries.get(request.info.id)
      return known?.key === keyOf(request) ? known.file : begin(request, signal)
    },
    of: (source) => entryOf(source).file,
    requestOf: (source) => entryOf(source).request,
    asOf: (source) => asOf(entries.get(source)?.request ?? { identifiers: [], object: null }),
    inThread: (work, signal) => runThread(work, signal),
    async changed(source, rows, signal) {
      const entry = entries.get(source)
      if (entry === undefined || rows.length === 0) return
      if (rows.length > mostChanged) await begin(entry.request, signal)
      else withStagedAt(stagedPath(source), (staged) => entry.file.changed(staged, rows))
    },
    async clear() {
      for (const source of [...entries.keys()]) await drop(source)
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

let texts = 0

/** A name of its own for each: an old one may still be read. */
function textPathOf(folder: string, source: SourceId): string {
  texts += 1
  return join(folder, `${source}-${texts}.text`)
}

function keyOf({ mapping, identifiers, object }: CheckRequest): string {
  return JSON.stringify([mapping, identifiers, object])
}

function asOf({
  identifiers,
  object,
}: Pick<CheckRequest, 'identifiers' | 'object'>): Omit<CheckAs, 'mapping'> {
  return { identifiers: identifiers.map(({ field }) => field), object }
}

function withStagedAt<T>(path: string, use: (staged: StagedRows) => T): T {
  const staged = openStagedRows(path)
  try {
    return use(staged)
  } finally {
    staged.close()
  }
}

/** Runs a thread to its end. An abort kills it at once. @returns the last thing it said that was more than progress */
async function runThread(
  work: CheckWork,
  signal: AbortSignal,
  onMessage: (message: CheckMessage) => void = () => undefined,
): Promise<CheckMessage | null> {
  if (signal.aborted) throw stoppedBy(signal)
  const worker = new Worker(new URL('./checkWorker.ts', import.meta.url), { workerData: work, execArgv: [] })
  const { promise, resolve, reject } = Promise.withResolvers<CheckMessage | null>()
  let last: CheckMessage | null = null
  const onAbort = () => reject(stoppedBy(signal))
  signal.addEventListener('abort', onAbort, { once: true })
  worker.on('message', (message: CheckMessage) => {
    if (message.is === 'done') resolve(last)
    else if (message.is === 'failed') reject(fromWire(message.error))
    else {
      last = message
      onMessage(message)
    }
  })
  worker.on('error', (cause) => reject(crash(cause)))
  worker.on('exit', () => reject(crash('The worker ended without an answer.')))
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', onAbort)
    await worker.terminate()
  }
}

function crash(cause: unknown): AppError {
  const message = 'Checking the file stopped unexpectedly. Nothing was changed; check it again.'
  return new AppError('bug', message, { cause })
}

function stoppedBy(signal: AbortSignal): AppError {
  return signal.reason instanceof AppError
    ? signal.reason
    : new AppError('cancelled', 'The check was stopped.', { cause: signal.reason })
}
