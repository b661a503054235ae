import type { CheckQuery, CheckView } from '../../../shared/contract/check.ts'
import type { CheckKind } from '../../../shared/check/checkKinds.ts'

/** What stands beside the list of problems. */
export type Shown =
  | { readonly is: 'all' | 'problems' | 'skipped' | 'edited' | 'duplicates' }
  | { readonly is: 'group'; readonly kind: CheckKind; readonly column: number | null }

/** Whoever put the last of a kind right sees the other problems; whoever put all right sees all rows. */
export function shownAfter(shown: Shown, view: CheckView): Shown {
  const { groups, problemRows, skippedRows, editedRows } = view
  switch (shown.is) {
    case 'group': {
      const isLeft = groups.some(({ kind, column }) => kind === shown.kind && column === shown.column)
      return isLeft ? shown : shownAfter({ is: 'problems' }, view)
    }
    case 'problems':
      return problemRows > 0 ? shown : { is: 'all' }
    case 'skipped':
      return skippedRows > 0 ? shown : { is: 'all' }
    case 'edited':
      return editedRows > 0 ? shown : { is: 'all' }
    case 'all':
    case 'duplicates':
      return shown
  }
}

export function queryOf(shown: Shown): Pick<CheckQuery, 'show' | 'kind' | 'column'> {
  if (shown.is === 'group') return { show: 'problems', kind: shown.kind, column: shown.column }
  if (shown.is === 'duplicates') return { show: 'all', kind: null, column: null }
  return { show: shown.is, kind: null, column: null }
}
