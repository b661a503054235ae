import { useEffect, useEffectEvent, useRef } from 'react'
import type { MappingSuggestion } from '../../../../shared/mapping/suggestMapping.ts'
import { columnsOf as columnsOfOrigin } from '../../../../shared/mapping/columnsOf.ts'
import type { Mapping } from '../../../../shared/model.ts'
import { useEngine } from '../../../EngineContext.tsx'
import { useSync } from '../../sync/SyncContext.tsx'
import { useMap } from '../MapContext.tsx'

/** Keeps every decision about columns for the next file of the same ones. It shows nothing. */
export function RememberMapping() {
  const { engine } = useEngine()
  const { spec, source, account, object, suggestion } = useMap()
  const { sync } = useSync()
  const { mapping, lists = [] } = spec
  const before = useRef({ source: source.id, mapping, lists: spec.lists })
  const remember = useEffectEvent(() => {
    const { source: same, mapping: old, lists: oldLists } = before.current
    const isEdited = same === source.id && (old !== mapping || oldLists !== spec.lists)
    before.current = { source: source.id, mapping, lists: spec.lists }
    if (!isEdited || object !== null || suggestion === undefined) return
    // Suggestions that were switched off as a whole were not refused one by one.
    if (mapping.fields.length === 0 && mapping.left.length === 0) return
    engine.sources
      .rememberMapping({
        source: source.id,
        connection: account.id,
        mapping,
        lists: [...lists],
        refused: sync.suggests ? [...refusedColumns(suggestion, mapping)] : [],
      })
      // The mapping itself is not in danger: only the next file would start from suggestions.
      .catch(() => undefined)
  })
  useEffect(() => remember(), [source.id, mapping, spec.lists])
  return null
}

/** Columns that were suggested for something and are used for nothing. */
function refusedColumns({ columns }: MappingSuggestion, { fields, left }: Mapping): readonly number[] {
  const used = new Set([
    ...fields.flatMap(({ from }) => columnsOfOrigin(from)),
    ...left.map(({ column }) => column),
  ])
  return columns.flatMap(({ column, target }) =>
    'ignore' in target || used.has(column.index) ? [] : [column.index],
  )
}
