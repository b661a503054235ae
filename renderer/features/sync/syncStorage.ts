import { emptySync, type SyncState } from './syncState.ts'

/** A window's own, gone when it is closed. The number is raised when an older state can't be read any more. */
const key = 'listferry.sync.1'

/** What this window was doing before it was reloaded. */
export function loadSync(): SyncState {
  try {
    const text = sessionStorage.getItem(key)
    return text === null
      ? emptySync
      : withoutArriving({ ...emptySync, ...(JSON.parse(text) as Partial<SyncState>) })
  } catch {
    return emptySync // storage that is switched off or damaged: begin anew
  }
}

export function saveSync(state: SyncState): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(state))
  } catch {
    // Storage is full or switched off: only a reload would miss it.
  }
}

/** What was still being copied went away with the window's last page: it has to be chosen once more. */
function withoutArriving(state: SyncState): SyncState {
  const { source } = state
  return source.is === 'chosen' && source.arriving === true
    ? { ...state, source: { is: 'none', cutOff: source.file.name } }
    : state
}
