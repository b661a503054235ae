import type { PushListener, PushMessage } from '../shared/contract/contract.ts'
import { pushKey } from '../shared/contract/pushKey.ts'

export interface CoalescedPushes {
  readonly push: PushListener
  /** Drops what was not sent yet. */
  close(): void
}

export interface CoalesceOptions {
  readonly send: (messages: readonly PushMessage[]) => void
  /** Asked before each sending; while it says no, newer messages take the place of older ones. */
  readonly canSend?: () => boolean
  readonly everyMs?: number
}

/**
 * Lets the newest push about each thing through, all together and about ten times a second: however fast they come
 * and however slowly a window takes them, no more wait than there are things to tell about.
 */
export function coalescePushes({
  send,
  canSend = () => true,
  everyMs = 100,
}: CoalesceOptions): CoalescedPushes {
  const waiting = new Map<string, PushMessage>()
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    timer = null
    if (canSend()) {
      send([...waiting.values()])
      waiting.clear()
    } else timer = setTimeout(flush, everyMs)
  }
  return {
    push(message) {
      const key = pushKey(message)
      waiting.delete(key) // so that it takes its place behind what came since
      waiting.set(key, message)
      timer ??= setTimeout(flush, everyMs)
    },
    close() {
      if (timer) clearTimeout(timer)
      waiting.clear()
    },
  }
}
