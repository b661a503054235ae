import type { Incremental, ObjectTypeId } from '../../../shared/objectTypes.ts'
import type { Clock } from '../clock.ts'
import type { Account, ObjectPage } from '../connectors/connector.ts'
import type { Database } from './database.ts'
import { pageAhead } from './pageAhead.ts'
import { readyTable } from './readyTable.ts'
import { type Reading, saveState, type TableState } from './tableState.ts'
import type { TableShape } from './table.ts'
import { markDeleted, writePage } from './writePage.ts'

export interface TableDeps {
  readonly account: Account
  readonly database: Database
  readonly clock: Clock
  readonly onPage: (rows: number) => void
}

export interface TableRequest {
  readonly shape: TableShape
  readonly type: ObjectTypeId
  /** The dates by which its list can be narrowed down; none: it is always read whole. */
  readonly incremental: readonly Incremental[]
  /** Read whole even where what is new would do. */
  readonly isWhole: boolean
}

export interface TableResult {
  readonly rows: number
  readonly deleted: number
  readonly isWhole: boolean
}

/** Lists lag behind by minutes, and clocks differ: what is new is read from a day before. */
const overlapMs = 24 * 60 * 60_000
/** What is new never shows what was deleted: everything is read again once a week. */
const wholeMs = 7 * 24 * 60 * 60_000

/**
 * Brings one table up to what the service has: goes on with a reading that was interrupted, or begins one. Every page is
 * kept as soon as it is there, and the next one is fetched meanwhile.
 */
export async function replicateTable(
  { account, database, clock, onPage }: TableDeps,
  { shape, type, incremental, isWhole }: TableRequest,
  signal: AbortSignal,
): Promise<TableResult> {
  let state = await readyTable(database, shape)
  let reading = readingOf(state, { incremental, isWhole }, clock.now())
  if (state.reading === null) state = await saveState(database.db, state, { reading })
  const passes = reading.isWhole ? [null] : incremental
  let rows = 0
  while (reading.pass < passes.length) {
    const { pass } = reading
    const by = passes[pass] ?? null
    const request = {
      type,
      anyOrder: true,
      ...(by !== null && reading.since !== null && { since: { by, at: reading.since } }),
      ...(reading.cursor !== null && { cursor: reading.cursor }),
    }
    const pages = pageAhead(account.readObjects?.(request, signal) ?? noPages())
    try {
      for (let page = await pages.next(); page !== null; page = await pages.next()) {
        signal.throwIfAborted()
        const { cursor = null, objects } = page
        reading = cursor === null ? { ...reading, pass: reading.pass + 1, cursor } : { ...reading, cursor }
        state = await writePage(database, shape, state, { objects, reading }, clock.now(), pages.begin)
        rows += objects.length
        onPage(objects.length)
      }
    } finally {
      pages.end()
    }
    // A service that ends without a last page has nothing more all the same.
    if (reading.pass === pass) reading = { ...reading, pass: pass + 1, cursor: null }
  }
  const deleted = reading.isWhole
    ? await markDeleted(database, shape, reading.number, timeValue(database, clock.now()), signal)
    : 0
  const { beganAt, number } = reading
  await saveState(database.db, state, {
    reading: null,
    lastNumber: number,
    readAt: beganAt,
    ...(reading.isWhole && { wholeAt: beganAt }),
  })
  return { rows, deleted, isWhole: reading.isWhole }
}

async function* noPages(): AsyncGenerator<ObjectPage> {
  // An account that lists nothing.
}

/** Pure. */
export function readingOf(
  { reading, lastNumber, readAt, wholeAt }: TableState,
  { incremental, isWhole }: Pick<TableRequest, 'incremental' | 'isWhole'>,
  now: number,
): Reading {
  if (reading !== null && (reading.isWhole || !isWhole)) return reading
  const number = (reading?.number ?? lastNumber) + 1
  const beganAt = new Date(now).toISOString()
  const common = { number, beganAt, pass: 0, cursor: null }
  const ageMs = wholeAt === null ? Infinity : now - Date.parse(wholeAt)
  if (isWhole || incremental.length === 0 || readAt === null || ageMs >= wholeMs || ageMs < 0)
    return { ...common, isWhole: true, since: null }
  const since = new Date(Date.parse(readAt) - overlapMs).toISOString().replace(/\.\d+Z$/, 'Z')
  return { ...common, isWhole: false, since }
}

function timeValue({ kind }: Database, now: number): string {
  const iso = new Date(now).toISOString()
  return kind === 'mysql' ? iso.replace('T', ' ').replace('Z', '') : iso
}
