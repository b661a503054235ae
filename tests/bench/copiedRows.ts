import type { Account } from '../../electron/engine/connectors/connector.ts'
import { systemClock } from '../../electron/engine/clock.ts'
import type { Database } from '../../electron/engine/replicate/database.ts'
import { replicateTable } from '../../electron/engine/replicate/replicateTable.ts'
import type { TableShape } from '../../electron/engine/replicate/table.ts'
import type { FieldId, RemoteId } from '../../shared/model.ts'
import type { ServiceObject } from '../../shared/objectTypes.ts'
import { pick } from '../support/peopleFile.ts'

/** As many as Kit lists at once. */
export const pageRows = 1000

/** The rows of every page, with eight fields each. */
export function* copiedPages(rows: number): Generator<readonly ServiceObject[]> {
  for (let first = 0; first < rows; first += pageRows)
    yield Array.from({ length: Math.min(pageRows, rows - first) }, (_, i) => copiedRow(first + i))
}

const cities = ['Oslo', 'Bergen', 'Tromsø', 'Málaga', 'Łódź'] as const

function copiedRow(n: number): ServiceObject {
  const values = {
    email: `person.${n}@example.org`,
    first_name: `Person ${n}`,
    last_name: `Family ${n % 5000}`,
    city: pick(cities, n, 0),
    state: n % 50 === 0 ? 'cancelled' : 'active',
    orders: n % 17,
    vip: n % 10 === 0,
    created_at: new Date(1_600_000_000_000 + n * 60_000).toISOString(),
  }
  return { id: String(4_000_000_000 + n) as RemoteId, values: values }
}

export const copiedColumns = [
  'email',
  'first_name',
  'last_name',
  'city',
  'state',
  'orders',
  'vip',
  'created_at',
] as const

const kinds = { orders: 'number', vip: 'boolean', created_at: 'time' } as const

const shape: TableShape = {
  name: 'ours',
  connection: 'bench',
  object: 'subscribers',
  title: 'Subscribers',
  fields: copiedColumns.map((name) => ({
    field: name as FieldId,
    wish: name,
    kind: name in kinds ? kinds[name as keyof typeof kinds] : 'text',
  })),
  grouped: false,
  // The table beside it has none either.
  indexed: new Set(),
}

/** Writes all rows as a copy does: a transaction for each page, with how far it is. */
export async function copyRows(database: Database, rows: number): Promise<void> {
  const account: Pick<Account, 'readObjects'> = {
    async *readObjects() {
      let page = 0
      for (const objects of copiedPages(rows)) {
        page += 1
        yield await Promise.resolve({ objects, ...(page * pageRows < rows && { cursor: String(page) }) })
      }
    },
  }
  const deps = { account: account as Account, database, clock: systemClock, onPage: () => undefined }
  const request = { shape, type: 'subscribers', incremental: [], isWhole: true } as const
  const result = await replicateTable(deps, request, new AbortController().signal)
  if (result.rows !== rows) throw new Error(`${result.rows} of ${rows} rows were copied.`)
}
