import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { ConnectionId } from '../../../shared/model.ts'
import type { ObjectTarget } from '../../../shared/objectTypes.ts'
import { useEngine } from '../../EngineContext.tsx'

interface ForeseenRow extends ObjectTarget {
  readonly connection: ConnectionId
  /** Values by field; `null`: not enough is filled in to tell. */
  readonly row: Readonly<Record<string, string>> | null
}

/** While somebody types, the account is not asked with every key. */
const typingMs = 500

/** What doing something to one thing would do, looked up as any plan is. Nothing is sent. */
export function useForeseen({ connection, type, op, row }: ForeseenRow) {
  const { engine } = useEngine()
  const [settled] = useDebouncedValue(row === null ? null : JSON.stringify(row), typingMs)
  return useQuery({
    // Not under `plans`: it would be made anew with each plan, itself among them.
    queryKey: ['foreseen', connection, type, op, settled],
    queryFn: ({ signal }) => {
      const rows = [JSON.parse(settled ?? '{}') as Record<string, string>]
      return engine.objects.plan({ connection, type, op, rows }, signal)
    },
    enabled: settled !== null,
    retry: false,
    gcTime: 0,
  })
}
