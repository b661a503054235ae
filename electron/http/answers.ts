import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { HostAnswer } from '../../shared/contract/host.ts'
import { toWire } from '../../shared/errors.ts'

/** A request that was not done, in words. */
export function refuse(c: Context, status: ContentfulStatusCode, error: unknown): Response {
  return c.json({ error: toWire(error) }, status)
}

/** Browsers and HTTP clients give up on an answer after some minutes of silence; staging or a run may take longer. */
const signOfLifeMs = 15_000

/**
 * An answer that may take hours: blanks until it is there, which JSON allows, then the JSON. A client that goes away
 * meanwhile ends nothing.
 */
export function answerWhenReady(answer: Promise<HostAnswer>): Response {
  const text = new TextEncoder()
  let isThere = true
  let signs: NodeJS.Timeout | undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      signs = setInterval(() => controller.enqueue(text.encode(' ')), signOfLifeMs)
      void answer.then((value) => {
        clearInterval(signs)
        if (!isThere) return
        controller.enqueue(text.encode(JSON.stringify(value)))
        controller.close()
      })
    },
    cancel() {
      isThere = false
      clearInterval(signs)
    },
  })
  return new Response(body, { headers: { 'content-type': 'application/json' } })
}

/** Never throws: what went wrong is the answer. */
export async function answerOf(work: Promise<unknown>): Promise<HostAnswer> {
  try {
    return { ok: await work }
  } catch (error) {
    return { error: toWire(error) }
  }
}
