import { useQuery } from '@tanstack/react-query'
import type { ConnectionView } from '../shared/contract/connections.ts'
import type { ConnectionId } from '../shared/model.ts'
import { useEngine } from './EngineContext.tsx'

/** An account that is connected here; `null` while it is looked up and where it was removed. */
export function useConnection(id: ConnectionId | null | undefined): ConnectionView | null {
  const { engine } = useEngine()
  const { data } = useQuery({ queryKey: ['connections', 'list'], queryFn: () => engine.connections.list({}) })
  return data?.find((connection) => connection.id === id) ?? null
}
