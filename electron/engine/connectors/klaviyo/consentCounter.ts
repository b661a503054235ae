import type { ChangeDraft, ContactKey } from '../../../../shared/model.ts'
import { wantedBy } from './readBack.ts'
import { consentGroups } from './subscribe.ts'
import { walksOf } from './walks.ts'

type Draft = Extract<ChangeDraft, { readonly object: 'consent' }>

export interface ConsentRequests {
  readonly subscribe: number
  /** Once before they are subscribed, and once after, when it shows at the first look. */
  readonly look: number
}

/** Counts the requests for the consent of one call of `apply`, and of the call after its imports. */
export interface ConsentCounter {
  add(row: readonly ChangeDraft[], waitsForImport: boolean): void
  requests(): ConsentRequests
}

export function consentCounter(): ConsentCounter {
  const atOnce: Draft[] = []
  const later: Draft[] = []
  return {
    add(row, waitsForImport) {
      for (const change of row)
        if (change.object === 'consent') (waitsForImport ? later : atOnce).push(change)
    },
    requests() {
      const groups = [...consentGroups(atOnce), ...consentGroups(later)]
      return { subscribe: groups.length, look: groups.reduce((sum, group) => sum + looks(group), 0) }
    },
  }
}

function looks(group: readonly Draft[]): number {
  const visible = group.filter(({ confirms }) => !confirms)
  return looksAt(group.map(({ key }) => key)) + looksAt(visible.map(({ key }) => key))
}

/** Requests that reading these people takes. */
export function looksAt(keys: readonly ContactKey[]): number {
  return walksOf({ what: 'these', ...wantedBy(keys) }).length
}
