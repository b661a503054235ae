import { clientOver } from '../shared/contract/client.ts'
import type { EngineClient } from '../shared/contract/contract.ts'
import type { HostBridge } from '../shared/contract/host.ts'
import { AppError, fromWire } from '../shared/errors.ts'

/**
 * The contract's client over whichever host this window has. Failures are thrown as `AppError`. What could be stopped
 * is stopped when the page goes: nobody would hear of it, and the page that comes begins it again.
 */
export function engineOver(host: HostBridge): EngineClient {
  return clientOver(async (name, input, signal) => {
    if (signal?.aborted === true) throw new AppError('cancelled', 'Stopped before anything was done.')
    const id = crypto.randomUUID()
    const stop = () => host.stop(id)
    signal?.addEventListener('abort', stop, { once: true })
    if (signal !== undefined) window.addEventListener('pagehide', stop)
    try {
      const answer = await host.call(name, input, id)
      if ('error' in answer) throw fromWire(answer.error)
      return answer.ok
    } finally {
      signal?.removeEventListener('abort', stop)
      // Not at once: a browser breaks off what is under way before it says that the page goes.
      if (signal !== undefined) setTimeout(() => window.removeEventListener('pagehide', stop))
    }
  })
}
