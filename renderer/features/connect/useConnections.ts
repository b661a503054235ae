import { useQuery } from '@tanstack/react-query'
import { useEngine } from '../../EngineContext.tsx'

export function useConnections() {
  const { engine } = useEngine()
  return useQuery({ queryKey: ['connections', 'list'], queryFn: () => engine.connections.list({}) })
}

/** The services there are. They come with the program and never change. */
export function useConnectors() {
  const { engine } = useEngine()
  return useQuery({ queryKey: ['connectors'], queryFn: () => engine.connections.connectors({}) })
}
