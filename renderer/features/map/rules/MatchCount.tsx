import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Filter } from '../../../../shared/rules/rules.ts'
import { useEngine } from '../../../EngineContext.tsx'
import { count } from '../../../words.ts'
import { useMap } from '../MapContext.tsx'

/** How many rows a filter lets through, counted a moment after it was changed. */
export function MatchCount({ filter }: { readonly filter: Filter }) {
  const { engine } = useEngine()
  const { spec } = useMap()
  const { connection, source, mapping } = spec
  const [settled] = useDebouncedValue({ filter, mapping }, 400)
  const counted = useQuery({
    queryKey: ['matching', source, connection, settled],
    queryFn: ({ signal }) => engine.plans.match({ connection, source, ...settled }, signal),
  })
  return (
    <Text className="figures" size="sm" c="dimmed" role="status">
      {counted.isError
        ? counted.error.message
        : counted.data === undefined
          ? 'Counting…'
          : `${count(counted.data.matching)} of ${count(counted.data.rows)} rows${counted.data.readAt === null ? '' : ', by the account as last read'}`}
    </Text>
  )
}
