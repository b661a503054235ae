import type { PlanId, RunId } from '../../../shared/model.ts'

/** The five steps of a sync, in their order. */
export const steps = ['import', 'map', 'review', 'run', 'result'] as const
export type Step = (typeof steps)[number]

/** Where in a sync the window is: what its address says. Review without a plan makes one. */
export type SyncPlace =
  | { readonly step: 'import' }
  /** `check`: the rows, before or after their columns are mapped. */
  | { readonly step: 'map'; readonly check?: true }
  | { readonly step: 'review'; readonly plan: PlanId | null }
  | { readonly step: 'run'; readonly run: RunId }
  | { readonly step: 'result'; readonly run: RunId }

/** `null` for an address that leads nowhere. */
export function placeOf(step: string, id: string | undefined): SyncPlace | null {
  const number = /^[1-9]\d{0,14}$/.test(id ?? '') ? Number(id) : null
  if (step === 'import' || step === 'map') return { step }
  if (step === 'check') return { step: 'map', check: true }
  if (step === 'review' && (id === undefined || number !== null))
    return { step, plan: number as PlanId | null }
  if ((step === 'run' || step === 'result') && number !== null) return { step, run: number as RunId }
  return null
}

export function pathOf(place: SyncPlace): string {
  if (place.step === 'review') return place.plan === null ? '/sync/review' : `/sync/review/${place.plan}`
  if (place.step === 'map' && place.check === true) return '/sync/check'
  return 'run' in place ? `/sync/${place.step}/${place.run}` : `/sync/${place.step}`
}
