import { workOnDatabase } from './databaseWorker.ts'
import { type FinderWork, type FoundTexts, foundReader, type NamesToFind, textsOf } from './foundRows.ts'

/** The thread that looks up whom the mirror has, while another one compares. */
workOnDatabase((db, { connection, needs }: FinderWork) => {
  const read = foundReader(db, connection, needs)
  return ({ kind, names }: NamesToFind): FoundTexts => textsOf(read(kind, names))
})
