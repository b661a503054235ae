const parts = { progress: '', place: '' }

/** `43% · History · Listferry`: how far a run is, where the window is. */
export function setWindowTitle(change: Partial<typeof parts>): void {
  Object.assign(parts, change)
  document.title = [parts.progress, parts.place, 'Listferry'].filter((part) => part !== '').join(' · ')
}
