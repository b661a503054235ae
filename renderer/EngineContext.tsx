import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { EngineClient } from '../shared/contract/contract.ts'
import type { HostBridge } from '../shared/contract/host.ts'
import { engineOver } from './engine.ts'

interface Engine {
  readonly engine: EngineClient
  readonly host: HostBridge
}

const Context = createContext<Engine | null>(null)

export function EngineProvider({
  host,
  children,
}: {
  readonly host: HostBridge
  readonly children: ReactNode
}) {
  const value = useMemo(() => ({ engine: engineOver(host), host }), [host])
  return <Context value={value}>{children}</Context>
}

/** The engine's calls, and what only the host can do. */
export function useEngine(): Engine {
  const engine = useContext(Context)
  if (engine === null) throw new Error('useEngine needs an EngineProvider around it')
  return engine
}
