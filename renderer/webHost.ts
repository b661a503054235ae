import {
  type CallName,
  changedWhats,
  type PushListener,
  type PushMessage,
} from '../shared/contract/contract.ts'
import type { HostAnswer, HostBridge } from '../shared/contract/host.ts'
import type { WireError } from '../shared/errors.ts'

/** The window's host in a browser: HTTP to the Listferry that served it. */
export function createWebHost(): HostBridge {
  const pushes = pushChannel()
  return {
    kind: 'browser',
    platform: platformOf(navigator.userAgent),
    call: callEngine,
    stop: (id) => void ask(`stop/${id}`, {}),
    onPush: (listener) => pushes.listen(listener),
    // A browser has no menu of ours and no icon to drop a file on.
    onEvent: () => () => undefined,
    openFile: (file) =>
      ask(`files?name=${encodeURIComponent(file.name)}`, { body: file }) as ReturnType<
        HostBridge['openFile']
      >,
    async saveFile({ file, name }) {
      const path = `exports/${encodeURIComponent(file)}`
      const there = await fetch(path, { method: 'HEAD' }).catch(() => null)
      if (there === null) return { error: unreachable }
      if (!there.ok) return { error: gone }
      download(path, name)
      return { ok: 'saved' }
    },
    showProgress: (share) => {
      document.title = share === null ? 'Listferry' : `${Math.floor(share * 100)}% · Listferry`
    },
    notify: (title, body) => void notify(title, body),
    setTheme: (theme) => {
      document.documentElement.style.colorScheme = theme === 'system' ? 'light dark' : theme
    },
  }
}

const unreachable: WireError = {
  code: 'unavailable',
  message:
    'Listferry does not answer: it was probably ended. Start it again (npm run web) and open the address it prints; a run that was under way can be resumed.',
}

const gone: WireError = {
  code: 'not-found',
  message: 'That file is no longer there. Export it again.',
}

function callEngine(name: CallName, input: unknown, id: string): Promise<HostAnswer> {
  const headers = { 'content-type': 'application/json', 'listferry-call': id }
  return ask(`call/${name}`, { headers, body: JSON.stringify(input) })
}

/** Never throws: what went wrong is the answer. */
async function ask(path: string, request: RequestInit): Promise<HostAnswer> {
  try {
    const response = await fetch(path, { method: 'POST', ...request })
    return (await response.json()) as HostAnswer
  } catch {
    return { error: unreachable }
  }
}

/** One event stream for all listeners, for as long as the window is open; started by the first of them. */
function pushChannel() {
  const listeners = new Set<PushListener>()
  const tell = (message: PushMessage) => {
    for (const listener of listeners) listener(message)
  }
  let opened = false
  const open = () => {
    const events = new EventSource('push')
    events.onopen = () => {
      // After a gap nobody knows what was missed.
      if (opened) for (const what of changedWhats) tell({ name: 'changed', payload: { what } })
      opened = true
    }
    events.onmessage = ({ data }: MessageEvent<string>) => {
      for (const message of JSON.parse(data) as readonly PushMessage[]) tell(message)
    }
    events.onerror = () => {
      // The browser goes on trying by itself unless it was refused.
      if (events.readyState === EventSource.CLOSED) setTimeout(open, reopenAfterMs)
    }
  }
  let started = false
  return {
    listen(listener: PushListener): () => void {
      listeners.add(listener)
      if (!started) open()
      started = true
      return () => void listeners.delete(listener)
    },
  }
}

const reopenAfterMs = 3000

function download(path: string, name: string): void {
  const link = document.createElement('a')
  link.href = path
  link.download = name
  link.click()
}

async function notify(title: string, body: string): Promise<void> {
  if (!('Notification' in window)) return
  const permission =
    Notification.permission === 'default' ? await Notification.requestPermission() : Notification.permission
  if (permission === 'granted') new Notification(title, { body, icon: './icon.svg' })
}

function platformOf(userAgent: string): HostBridge['platform'] {
  if (/Mac|iPhone|iPad/.test(userAgent)) return 'mac'
  return userAgent.includes('Windows') ? 'windows' : 'linux'
}
