import { useQuery } from '@tanstack/react-query'
import { useEngine } from '../../EngineContext.tsx'

/** How much of each account this computer knows. */
export function useMirrors(enabled = true) {
  const { engine } = useEngine()
  return useQuery({ queryKey: ['people', 'mirrors'], queryFn: () => engine.people.mirrors({}), enabled })
}
