import type { Handlers } from '../../../shared/contract/contract.ts'
import { mostCellText, type QueryCell } from '../../../shared/contract/queries.ts'
import type { EngineParts } from '../createEngine.ts'
import { queryAsFile } from '../query/queryExport.ts'
import { tablesNow } from '../query/queryGround.ts'
import { savedQueryStore } from '../store/savedQueries.ts'

export function queryHandlers(parts: EngineParts): Handlers['queries'] {
  const { results } = parts
  const saved = savedQueryStore(parts.db)
  const tell = () => parts.push({ name: 'changed', payload: { what: 'queries' } })
  return {
    tables: () =>
      Promise.resolve(
        tablesNow(parts).map(({ name, about, of, columns, reads }) => ({ name, about, of, columns, reads })),
      ),
    run: ({ sql, timeLimitMs }, signal) => results.run(sql, { timeLimitMs, signal }),
    async page({ result, offset, limit }) {
      const rows = await results.page(result, offset, limit)
      return rows.map((row) => row.map(shownCell))
    },
    async close({ result }) {
      await results.close(result)
      return null
    },
    asFile: (asked, signal) => queryAsFile(parts, asked, signal),
    saved: () => Promise.resolve(saved.list()),
    save({ id, name, sql }) {
      const query = { id: id ?? parts.newId(), name, sql, savedAt: parts.clock.now() }
      saved.save(query)
      tell()
      return Promise.resolve(query)
    },
    draft: () => Promise.resolve(saved.draft()),
    keepDraft(draft) {
      saved.keepDraft(draft)
      return Promise.resolve(null)
    },
    remove({ id }) {
      saved.remove(id)
      tell()
      return Promise.resolve(null)
    },
  }
}

function shownCell(cell: QueryCell): QueryCell {
  return typeof cell === 'string' && cell.length > mostCellText ? `${cell.slice(0, mostCellText)}…` : cell
}
