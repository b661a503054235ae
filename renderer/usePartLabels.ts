import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { AudienceRef, FieldId, PlanId } from '../shared/model.ts'
import { useEngine } from './EngineContext.tsx'

/** What the fields and audiences of a plan are called. */
export interface PartLabels {
  readonly field: (id: FieldId) => string
  readonly audience: (ref: AudienceRef) => string
}

/** What says who a row is about leaves with it, and is no part of a plan. */
const identifiers = [
  ['email', 'Email'],
  ['phone_number', 'Phone number'],
  ['external_id', 'External ID'],
] as const

/** The names that a plan knows, and those of the fields of the objects that it is about. */
export function usePartLabels(plan: PlanId | undefined): PartLabels {
  const { engine } = useEngine()
  const { data: parts } = useQuery({
    queryKey: ['plans', 'parts', plan],
    queryFn: () => (plan === undefined ? [] : engine.plans.parts({ plan })),
    enabled: plan !== undefined,
  })
  const fields = useObjectFields(plan)
  return useMemo(() => {
    const ofObjects = (fields ?? []).map(({ id, label }) => [id, label] as const)
    const ofParts = (parts ?? []).flatMap(({ part, label }) =>
      'consent' in part ? [] : [['field' in part ? part.field : refKey(part.audience), label] as const],
    )
    const names = new Map<string, string>([...identifiers, ...ofObjects, ...ofParts])
    return {
      field: (id) => names.get(id) ?? id.replace(/^custom:/, '').replaceAll('_', ' '),
      audience: (ref) => `${ref.kind} ${names.get(refKey(ref)) ?? ref.id}`,
    }
  }, [parts, fields])
}

/** The fields of the type that a plan is about; nothing for a plan about people, and while it is looked up. */
function useObjectFields(plan: PlanId | undefined) {
  const { engine } = useEngine()
  const { data: summary } = useQuery({
    queryKey: ['plans', 'get', plan],
    queryFn: () => (plan === undefined ? null : engine.plans.get({ plan })),
    enabled: plan !== undefined,
  })
  const type = summary?.object?.type
  const connection = summary?.connection.id
  const { data: types } = useQuery({
    queryKey: ['objects', 'types', connection],
    queryFn: ({ signal }) => engine.objects.types({ connection: connection ?? '' }, signal),
    enabled: type !== undefined,
  })
  return types?.find(({ id }) => id === type)?.fields
}

function refKey({ kind, id }: AudienceRef): string {
  return `${kind} ${id}`
}
