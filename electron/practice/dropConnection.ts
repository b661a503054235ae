import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'

/** Breaks the connection a request came in on, without an answer. What is returned is sent to nobody. */
export function dropConnection(bindings: HttpBindings): Response {
  bindings.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}
