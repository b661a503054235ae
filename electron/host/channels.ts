/** Names of what crosses between the window and the main process. */
export const channels = {
  call: 'listferry:call',
  stop: 'listferry:stop',
  openFile: 'listferry:open-file',
  saveFile: 'listferry:save-file',
  choosePlace: 'listferry:choose-place',
  openInProgram: 'listferry:open-in-program',
  pushes: 'listferry:pushes',
  event: 'listferry:event',
  listening: 'listferry:listening',
  progress: 'listferry:progress',
  notify: 'listferry:notify',
  theme: 'listferry:theme',
} as const
