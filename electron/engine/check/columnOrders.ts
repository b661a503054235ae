import type { Mapping, SourceInfo } from '../../../shared/model.ts'
import { openStagedRows } from '../source/stagedRows.ts'
import { orderOf } from './checkFile.ts'
import type { CheckMessage, CheckWork } from './checkMessages.ts'
import type { Order } from './columnOrder.ts'

/** The orders of a file's columns, made ahead in a thread, or when one is asked for. */
export interface ColumnOrders {
  /** Which columns are made ahead; the mapped ones first. */
  ahead(mapping: Mapping): readonly number[]
  learn(column: number, order: Order): void
  /** No more is made ahead: what is missing is made when it is asked for. */
  end(): void
  /** The order of a column as of a revision of the rows; made anew where there is none of it. */
  of(column: number, revision: string): Promise<Order>
}

/** Four bytes a row each. */
const mostAhead = 20

/** Files of at most so many rows are put in order while somebody waits: that takes no longer than a thread's start. */
const fewRows = 20_000

export function columnOrders(
  stagedPath: string,
  info: SourceInfo,
  inThread: (work: CheckWork) => Promise<CheckMessage | null>,
): ColumnOrders {
  const known = new Map<number, { readonly order: Order; readonly revision: string }>()
  const waiting = new Map<number, Promise<Order>>()
  const listeners = new Map<number, PromiseWithResolvers<Order>>()
  let startedAt = ''

  const revisionNow = () => {
    const staged = openStagedRows(stagedPath)
    try {
      return staged.revision
    } finally {
      staged.close()
    }
  }

  const make = async (column: number): Promise<Order> => {
    const revision = revisionNow()
    const order = info.rows <= fewRows ? here(stagedPath, column) : await there(stagedPath, column, inThread)
    known.set(column, { order, revision })
    waiting.delete(column)
    return order
  }

  const expect = (column: number) => {
    const order = Promise.withResolvers<Order>()
    // Nobody may be waiting for it.
    order.promise.catch(() => undefined)
    listeners.set(column, order)
    waiting.set(column, order.promise)
  }

  return {
    ahead({ fields }) {
      startedAt = revisionNow()
      if (info.rows <= fewRows) return []
      const mapped = fields.flatMap(({ from }) => ('column' in from ? [from.column] : []))
      const all = [...new Set([...mapped, ...info.columns.map(({ index }) => index)])].slice(0, mostAhead)
      for (const column of all) expect(column)
      return all
    },
    learn(column, order) {
      known.set(column, { order, revision: startedAt })
      waiting.delete(column)
      listeners.get(column)?.resolve(order)
      listeners.delete(column)
    },
    end() {
      for (const [column, { resolve }] of listeners) {
        listeners.delete(column)
        waiting.delete(column)
        resolve(make(column))
      }
    },
    async of(column, revision) {
      const found = known.get(column)
      if (found !== undefined && (found.revision === revision || revisionNow() !== revision))
        return found.order
      const made = waiting.get(column) ?? make(column)
      waiting.set(column, made)
      made.catch(() => waiting.delete(column))
      return made
    },
  }
}

function here(stagedPath: string, column: number): Order {
  const staged = openStagedRows(stagedPath)
  try {
    return orderOf(staged, column)
  } finally {
    staged.close()
  }
}

async function there(
  stagedPath: string,
  column: number,
  inThread: (work: CheckWork) => Promise<CheckMessage | null>,
): Promise<Order> {
  const said = await inThread({ work: 'order', stagedPath, column })
  if (said?.is !== 'order') throw new Error('A column was put in order without an answer.')
  return said.order
}
