import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { AudienceRef, FieldId, PlanId } from '../shared/model.ts'
import { useEngine } from './EngineContext.tsx'

/** What the fields and audiences of a plan are called. */
export interface PartLabels {
  readonly field: (id: FieldId) => string
  readonly audience: (ref: AudienceRef) => string
}

/** The names that a plan knows, without asking the account. */
export function usePartLabels(plan: PlanId | undefined): PartLabels {
  const { engine } = useEngine()
  const { data: parts } = useQuery({
    queryKey: ['plans', 'parts', plan],
    queryFn: () => (plan === undefined ? [] : engine.plans.parts({ plan })),
    enabled: plan !== undefined,
  })
  return useMemo(() => {
    const names = new Map(
      (parts ?? []).flatMap(({ part, label }) =>
        'consent' in part ? [] : [['field' in part ? part.field : refKey(part.audience), label] as const],
      ),
    )
    return {
      field: (id) => names.get(id) ?? id.replace(/^custom:/, '').replaceAll('_', ' '),
      audience: (ref) => `${ref.kind} ${names.get(refKey(ref)) ?? ref.id}`,
    }
  }, [parts])
}

function refKey({ kind, id }: AudienceRef): string {
  return `${kind} ${id}`
}
