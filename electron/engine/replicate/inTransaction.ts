import type { Transaction } from 'kysely'
import type { AnyTables, Database } from './database.ts'

/**
 * Does work in one transaction. What is thrown is what went wrong first: a connection that is gone, or a file that is
 * full, has rolled back by itself and refuses to do it again.
 */
export async function inTransaction<T>(
  { db }: Pick<Database, 'db'>,
  work: (trx: Transaction<AnyTables>) => Promise<T>,
): Promise<T> {
  const trx = await db.startTransaction().execute()
  try {
    const result = await work(trx)
    await trx.commit().execute()
    return result
  } catch (error) {
    await trx
      .rollback()
      .execute()
      // It is over either way.
      .catch(() => undefined)
    throw error
  }
}
