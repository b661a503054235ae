import { changedWhats } from '../shared/contract/changed.ts'
import type { CallName, PushListener, PushMessage } from '../shared/contract/contract.ts'
import type { FileArrival, HostAnswer, HostBridge } from '../shared/contract/host.ts'
import type { WireError } from '../shared/errors.ts'
import { setWindowTitle } from './windowTitle.ts'

/** The window's host in a browser: HTTP to the Listferry that served it. */
export function createWebHost(): HostBridge {
  const pushes = pushChannel()
  return {
    kind: 'browser',
    platform: platformOf(navigator.userAgent),
    call: callEngine,
    // Also as the last thing that a page does.
    stop: (id) => void ask(`stop/${id}`, { keepalive: true }),
    onPush: (listener) => pushes.listen(listener),
    // A browser has no menu of ours and no icon to drop a file on.
    onEvent: () => () => undefined,
    openFile: sendFile,
    choosePlace: null,
    openInProgram: null,
    async saveFile({ file, name }) {
      const path = `exports/${encodeURIComponent(file)}`
      const there = await fetch(path, { method: 'HEAD' }).catch(() => null)
      if (there === null) return { error: unreachable }
      if (!there.ok) return { error: gone }
      download(path, name)
      return { ok: 'saved' }
    },
    showProgress: (share) =>
      setWindowTitle({ progress: share === null ? '' : `${Math.floor(share * 100)}%` }),
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

/** Enough to recognise a file's format by; a file hardly longer is sent at once. */
const headBytes = 1024 * 1024

/** The beginning first, where somebody wants to look at it: the whole of a long list takes a while to copy. */
async function sendFile(file: File, arrival?: FileArrival): ReturnType<HostBridge['openFile']> {
  const name = encodeURIComponent(file.name)
  if (arrival === undefined || file.size < 4 * headBytes || isPacked(file))
    return sendBody(`files?name=${name}`, file)
  const head = await sendBody(`heads?name=${name}`, file.slice(0, headBytes))
  if ('error' in head) return head
  arrival.onHead({ ...head.ok, sizeBytes: file.size })
  return sendBody(`files?name=${name}&head=${head.ok.file}`, file, (sent) => arrival.onProgress(sent))
}

/** What is in an archive, and a workbook is one, stands at its end. */
function isPacked({ name }: File): boolean {
  return /\.(?:xlsx|xlsm|zip)$/i.test(name)
}

/** By XMLHttpRequest, since `fetch` doesn't say how far it is. Never throws: what went wrong is the answer. */
function sendBody(
  path: string,
  body: Blob,
  onProgress?: (sentBytes: number) => void,
): ReturnType<HostBridge['openFile']> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.responseType = 'json'
    if (onProgress !== undefined) request.upload.onprogress = ({ loaded }) => onProgress(loaded)
    request.onload = () =>
      resolve((request.response ?? { error: unreachable }) as Awaited<ReturnType<HostBridge['openFile']>>)
    request.onerror = request.onabort = () => resolve({ error: unreachable })
    request.send(body)
  })
}

/**
 * One event stream for all windows of this browser, which opens six connections to a host at most: one window has the
 * stream and tells the others; when it is closed, another takes over. Started by the first listener.
 */
function pushChannel() {
  const listeners = new Set<PushListener>()
  const tell = (messages: readonly PushMessage[]) => {
    for (const message of messages) for (const listener of listeners) listener(message)
  }
  const start = () => {
    const windows = new BroadcastChannel(channelName)
    windows.onmessage = ({ data }: MessageEvent<readonly PushMessage[]>) => tell(data)
    const askedAt = performance.now()
    void navigator.locks.request(channelName, () => {
      const isLate = performance.now() - askedAt > justOpenedMs
      openEvents(isLate, (messages) => {
        tell(messages)
        windows.postMessage(messages)
      })
      return new Promise(() => undefined) // kept until the window is closed
    })
  }
  let started = false
  return {
    listen(listener: PushListener): () => void {
      listeners.add(listener)
      if (!started) start()
      started = true
      return () => void listeners.delete(listener)
    },
  }
}

const channelName = 'listferry-pushes'
const justOpenedMs = 1000

/** @param isLate something may have been missed before it opens for the first time */
function openEvents(isLate: boolean, tell: (messages: readonly PushMessage[]) => void): void {
  let hasGap = isLate
  const open = () => {
    const events = new EventSource('push')
    events.onopen = () => {
      // After a gap nobody knows what was missed.
      if (hasGap) tell(changedWhats.map((what) => ({ name: 'changed', payload: { what } })))
      hasGap = true
    }
    events.onmessage = ({ data }: MessageEvent<string>) => tell(JSON.parse(data) as readonly PushMessage[])
    events.onerror = () => {
      // The browser goes on trying by itself unless it was refused.
      if (events.readyState === EventSource.CLOSED) setTimeout(open, reopenAfterMs)
    }
  }
  open()
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
