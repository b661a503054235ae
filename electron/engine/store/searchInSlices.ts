import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { breathe } from '../breathe.ts'

/** Of which contact a row is. */
export interface ContactKeyRow {
  readonly connection: number
  readonly remote_id: string
}

export interface SlicedSearch {
  /** Of `contact c`, beginning with WHERE or empty. */
  readonly where: string
  readonly values: Readonly<Record<string, SQLInputValue>>
}

export interface FoundKeys {
  readonly total: number
  /** Of the page that was asked for, by address. */
  readonly keys: readonly ContactKeyRow[]
}

/** People looked at between two breaths: some ten milliseconds. */
const sliceRows = 50_000
/** How long the borders of slices are used again. They need not be right, only about equally far apart. */
const bordersMs = 60_000

/** Goes through everyone in the order of the index, a slice at a time, and counts and finds in one go. */
export function slicedSearch(
  db: DatabaseSync,
): (search: SlicedSearch, page: { readonly offset: number; readonly limit: number }) => Promise<FoundKeys> {
  const index = 'contact c INDEXED BY contact_by_search'
  const next = db.prepare(
    `SELECT c.search FROM ${index} WHERE c.search > ? ORDER BY c.search LIMIT 1 OFFSET ${sliceRows}`,
  )
  let borders: readonly string[] = []
  let bordersUntil = 0
  const bordersNow = async () => {
    if (performance.now() < bordersUntil) return borders
    const found: string[] = []
    for (let row = next.get(''); row !== undefined; row = next.get(row.search as string)) {
      found.push(row.search as string)
      await breathe()
    }
    borders = found
    bordersUntil = performance.now() + bordersMs
    return borders
  }
  return async ({ where, values }, { offset, limit }) => {
    const conditions = where === '' ? 'WHERE' : `${where} AND`
    const borders = await bordersNow()
    const keys: ContactKeyRow[] = []
    let total = 0
    for (let n = 0; n <= borders.length; n += 1) {
      const slice = sliceBetween(borders[n - 1], borders[n])
      const from = `FROM ${index} ${conditions} ${slice.condition}`
      const given = { ...values, ...slice.values }
      const count = (db.prepare(`SELECT count(*) AS n ${from}`).get(given) as { n: number }).n
      if (keys.length < limit && total + count > offset) {
        const some = db.prepare(
          `SELECT c.connection, c.remote_id ${from} ORDER BY c.search LIMIT :limit OFFSET :skip`,
        )
        const skip = Math.max(0, offset - total)
        keys.push(...(some.all({ ...given, limit: limit - keys.length, skip }) as unknown as ContactKeyRow[]))
      }
      total += count
      await breathe()
    }
    return { total, keys }
  }
}

/** `undefined`: open on that side. */
function sliceBetween(after: string | undefined, upTo: string | undefined) {
  const parts = [
    ...(after === undefined ? [] : ['c.search > :after']),
    ...(upTo === undefined ? [] : ['c.search <= :upTo']),
  ]
  return {
    condition: parts.length === 0 ? '1' : parts.join(' AND '),
    values: { ...(after !== undefined && { after }), ...(upTo !== undefined && { upTo }) },
  }
}
