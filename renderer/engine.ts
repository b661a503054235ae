import { clientOver } from '../shared/contract/client.ts'
import type { EngineClient } from '../shared/contract/contract.ts'
import type { HostBridge } from '../shared/contract/host.ts'
import { fromWire } from '../shared/errors.ts'

/** The contract's client over whichever host this window has. Failures are thrown as `AppError`. */
export function engineOver(host: HostBridge): EngineClient {
  return clientOver(async (name, input, signal) => {
    const answer = await host.call(name, input, signal)
    if ('error' in answer) throw fromWire(answer.error)
    return answer.ok
  })
}
