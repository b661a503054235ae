import { clientOver } from '../shared/contract/client.ts'
import type { EngineClient } from '../shared/contract/contract.ts'
import type { HostBridge } from '../shared/contract/host.ts'
import { AppError, fromWire } from '../shared/errors.ts'

/** The contract's client over whichever host this window has. Failures are thrown as `AppError`. */
export function engineOver(host: HostBridge): EngineClient {
  return clientOver(async (name, input, signal) => {
    if (signal?.aborted === true) throw new AppError('cancelled', 'Stopped before anything was done.')
    const id = crypto.randomUUID()
    const stop = () => host.stop(id)
    signal?.addEventListener('abort', stop, { once: true })
    try {
      const answer = await host.call(name, input, id)
      if ('error' in answer) throw fromWire(answer.error)
      return answer.ok
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  })
}
