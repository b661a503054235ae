import type { PushListener } from '../../shared/contract/contract.ts'
import { coalescePushes } from '../coalescePushes.ts'

/** Tells a client that nothing is amiss, and us that it is gone. */
const signOfLifeMs = 15_000

/**
 * Pushes as server-sent events, each an array of messages. A client that takes them slowly gets fewer, newer ones.
 * @param listen as `EngineThread.onPush`
 */
export function pushStream(listen: (listener: PushListener) => () => void): Response {
  const text = new TextEncoder()
  let stop: () => void
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const pushes = coalescePushes({
        send: (messages) => controller.enqueue(text.encode(`data: ${JSON.stringify(messages)}\n\n`)),
        canSend: () => (controller.desiredSize ?? 0) > 0,
      })
      const signs = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(text.encode(': \n\n'))
      }, signOfLifeMs)
      const off = listen(pushes.push)
      stop = () => {
        off()
        pushes.close()
        clearInterval(signs)
      }
      controller.enqueue(text.encode('retry: 1000\n\n'))
    },
    cancel: () => stop(),
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}
