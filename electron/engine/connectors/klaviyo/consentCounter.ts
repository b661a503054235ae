import type { ChangeDraft } from '../../../../shared/model.ts'
import { chunkValues } from './filter.ts'
import { consentGroups } from './subscribe.ts'
import { spellings } from './walks.ts'

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
  return looksAt(group) + looksAt(group.filter(({ confirms }) => !confirms))
}

function looksAt(drafts: readonly Draft[]): number {
  const ids = drafts.flatMap(({ key }) => (key.remoteId === null ? [] : [key.remoteId]))
  const emails = drafts.flatMap(({ key }) => (key.remoteId === null && key.email !== null ? [key.email] : []))
  return chunkValues(ids).length + chunkValues(spellings(emails)).length
}
