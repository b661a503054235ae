import type { BrowserWindow } from 'electron'
import type { HostEvent } from '../../shared/contract/host.ts'
import { channels } from './channels.ts'

/** Events for the page. Those from before it listens, such as the file that the program was started with, wait. */
export interface WindowEvents {
  send(event: HostEvent): void
  /** The page listens now. */
  start(): void
  /** The page is being loaded anew. */
  pause(): void
}

export function windowEvents(window: () => BrowserWindow | null): WindowEvents {
  const waiting: HostEvent[] = []
  let isListening = false
  const deliver = (event: HostEvent) => window()?.webContents.send(channels.event, event)
  return {
    send(event) {
      if (isListening) deliver(event)
      else waiting.push(event)
    },
    start() {
      isListening = true
      for (const event of waiting.splice(0)) deliver(event)
    },
    pause() {
      isListening = false
    },
  }
}
