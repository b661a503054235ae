import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { PushMessage } from '../../shared/contract/contract.ts'
import type { HostBridge, HostEvent } from '../../shared/contract/host.ts'
import { channels } from './channels.ts'

/**
 * Gives the window its host, and nothing else: no channel of Electron, no path, no secret. Runs in the sandbox before
 * the page does.
 */
export function exposeBridge(): void {
  const bridge: HostBridge = {
    kind: 'desktop',
    platform: platform(),
    call: (name, input, id) =>
      ipcRenderer.invoke(channels.call, name, input, id) as ReturnType<HostBridge['call']>,
    stop: (id) => ipcRenderer.send(channels.stop, id),
    onPush: (listener) =>
      listenTo(channels.pushes, (messages) => {
        for (const message of messages as readonly PushMessage[]) listener(message)
      }),
    onEvent(listener) {
      const off = listenTo(channels.event, (event) => listener(event as HostEvent))
      ipcRenderer.send(channels.listening)
      return off
    },
    // The path goes from here to the main process; the page never sees it, and can't name one.
    openFile: (file) =>
      ipcRenderer.invoke(channels.openFile, webUtils.getPathForFile(file)) as ReturnType<
        HostBridge['openFile']
      >,
    saveFile: (file) => ipcRenderer.invoke(channels.saveFile, file) as ReturnType<HostBridge['saveFile']>,
    choosePlace: (name) =>
      ipcRenderer.invoke(channels.choosePlace, name) as ReturnType<NonNullable<HostBridge['choosePlace']>>,
    openInProgram: (file) =>
      ipcRenderer.invoke(channels.openInProgram, file) as ReturnType<
        NonNullable<HostBridge['openInProgram']>
      >,
    showProgress: (share) => ipcRenderer.send(channels.progress, share),
    notify: (title, body) => ipcRenderer.send(channels.notify, { title, body }),
    setTheme: (theme) => ipcRenderer.send(channels.theme, theme),
  }
  contextBridge.exposeInMainWorld('listferry', bridge)
}

function listenTo(channel: string, listener: (payload: unknown) => void): () => void {
  const onMessage = (_event: unknown, payload: unknown) => listener(payload)
  ipcRenderer.on(channel, onMessage)
  return () => void ipcRenderer.off(channel, onMessage)
}

function platform(): HostBridge['platform'] {
  if (process.platform === 'darwin') return 'mac'
  return process.platform === 'win32' ? 'windows' : 'linux'
}
