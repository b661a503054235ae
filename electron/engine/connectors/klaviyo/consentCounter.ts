import type { ChangeDraft, ContactKey } from '../../../../shared/model.ts'
import { wantedBy } from './readBack.ts'
import { consentGroups } from './subscribe.ts'
import { walksOf } from './walks.ts'

type Draft = Extract<ChangeDraft, { readonly object: 'consent' }>

export interface ConsentRequests {
  readonly subscribe: number
  /** Once before they are subscribed, */
  readonly look: number
  /** and once after, when it shows at the first look. */
  readonly readBack: number
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
      const sumOf = (requests: (group: readonly Draft[]) => number) =>
        groups.reduce((sum, group) => sum + requests(group), 0)
      return { subscribe: groups.length, look: sumOf(lookUpsOf), readBack: sumOf(readBacksOf) }
    },
  }
}

function lookUpsOf(group: readonly Draft[]): number {
  return lookUps(group.map(({ key }) => key))
}

function readBacksOf(group: readonly Draft[]): number {
  return lookUpsOf(group.filter(({ confirms }) => !confirms))
}

/** Requests that reading these people takes. */
export function lookUps(keys: readonly ContactKey[]): number {
  return walksOf({ what: 'these', ...wantedBy(keys) }).length
}
