import { useQuery } from '@tanstack/react-query'
import type { ConnectionView, ConnectorView } from '../../../shared/contract/connections.ts'
import type { ConnectionId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useConnections, useConnectors } from '../connect/useConnections.ts'

/** One account with what its service can do; `null` while it is not known, or no longer there. */
export function useAccount(id: ConnectionId | null): {
  readonly account: ConnectionView
  readonly connector: ConnectorView
} | null {
  const accounts = useConnections()
  const connectors = useConnectors()
  const account = accounts.data?.find((one) => one.id === id)
  const connector = connectors.data?.find((one) => one.id === account?.service)
  return account === undefined || connector === undefined ? null : { account, connector }
}

/** An account's fields and audiences, read anew when the user asks for it. */
export function useSchema(connection: ConnectionId | null) {
  const { engine } = useEngine()
  return useQuery({
    queryKey: ['connections', 'describe', connection],
    queryFn: () => engine.connections.describe({ connection: connection ?? '' }),
    enabled: connection !== null,
  })
}
