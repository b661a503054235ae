import type { AccountLimits } from './limits.ts'

/** Puts rows together into calls of `apply`, so that none of them leaves a request half empty. */
export interface Batches<R> {
  /** The batch that this row filled, or had no room in; `null` while there is room. */
  add(row: R): readonly R[] | null
  /** What is not full. */
  rest(): readonly (readonly R[])[]
}

/** Rows that wait in batches that are not full, in batches: beyond it the fullest goes as it is. */
const mostWaiting = 4

interface OpenBatch<R> {
  rows: R[]
  bytes: number
}

export function batches<R>(
  { rowsPerBatch, bytesPerBatch = Infinity }: Pick<AccountLimits, 'rowsPerBatch' | 'bytesPerBatch'>,
  sizeOf: (row: R) => RowSize,
): Batches<R> {
  const open = new Map<string, OpenBatch<R>>()
  let waiting = 0
  const take = (group: string): R[] => {
    const rows = open.get(group)?.rows ?? []
    open.delete(group)
    waiting -= rows.length
    return rows
  }
  return {
    add(row) {
      const { group, bytes } = sizeOf(row)
      const known = open.get(group)
      const hasNoRoom = known !== undefined && known.bytes + bytes > bytesPerBatch
      const full = hasNoRoom ? take(group) : null
      const batch = (hasNoRoom ? undefined : known) ?? { rows: [], bytes: 0 }
      open.set(group, batch)
      batch.rows.push(row)
      batch.bytes += bytes
      waiting += 1
      if (full !== null) return full
      if (batch.rows.length === rowsPerBatch) return take(group)
      return waiting < mostWaiting * rowsPerBatch ? null : take(fullest(open))
    },
    rest: () => [...open.values()].map(({ rows }) => rows),
  }
}

function fullest(open: ReadonlyMap<string, OpenBatch<unknown>>): string {
  const [group] = [...open].reduce((most, one) => (one[1].rows.length > most[1].rows.length ? one : most))
  return group
}

/** What decides which rows go into one call of `apply`. */
export interface RowSize {
  /** Rows of one group share requests. */
  readonly group: string
  /** Of the request's `bytesPerBatch`. */
  readonly bytes: number
}
