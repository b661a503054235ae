import { Menu, type MenuItemConstructorOptions, shell } from 'electron'
import type { HostCommand } from '../../shared/contract/host.ts'

/** Sets the application's menu, with things where each platform has them: settings and quitting are the app's own menu on a Mac. */
export function setAppMenu(isMac: boolean, send: (command: HostCommand) => void): void {
  const item = (label: string, accelerator: string, command: HostCommand): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => send(command),
  })
  const settings = item('Settings…', 'CmdOrCtrl+,', 'settings')
  const menu = Menu.buildFromTemplate([
    ...(isMac ? [macMenu(settings)] : []),
    {
      label: '&File',
      submenu: [
        item('Open a File…', 'CmdOrCtrl+O', 'open-file'),
        item('Connect an Account…', 'CmdOrCtrl+Shift+A', 'connect'),
        { type: 'separator' },
        ...(isMac
          ? [{ role: 'close' as const }]
          : [settings, { type: 'separator' as const }, { role: 'quit' as const }]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('Find and Go To…', 'CmdOrCtrl+K', 'palette'),
        item('History', 'CmdOrCtrl+Shift+H', 'history'),
        { type: 'separator' },
        { role: 'reload' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: 'Help of Kit', click: () => void shell.openExternal('https://help.kit.com/') },
        { label: 'Help of Klaviyo', click: () => void shell.openExternal('https://help.klaviyo.com/') },
      ],
    },
  ])
  Menu.setApplicationMenu(menu)
}

function macMenu(settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  }
}
