import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Field, FieldRule, Mapping } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'

/** What the engine says of patterns and fixed values; empty where a mapping has none, or while it looks. */
export function useValueProblems(mapping: Mapping, known: readonly Field[]): readonly string[] {
  const { engine } = useEngine()
  const asked = useMemo(() => {
    const fields = mapping.fields.filter(mayBeRefused)
    return {
      mapping: { ...mapping, fields, left: [] },
      fields: known
        .filter(({ id }) => fields.some(({ field }) => field === id))
        .map(({ id, label }) => ({ id, label })),
    }
  }, [mapping, known])
  const isAsked = asked.mapping.fields.length > 0
  const { data } = useQuery({
    queryKey: ['sources', 'valueProblems', asked],
    queryFn: () => engine.sources.valueProblems(asked),
    enabled: isAsked,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  })
  return isAsked ? (data ?? []) : []
}

function mayBeRefused({ from, transforms }: FieldRule): boolean {
  return (
    'constant' in from ||
    transforms.some((one) => typeof one !== 'string' && one.step === 'replace' && one.pattern)
  )
}
