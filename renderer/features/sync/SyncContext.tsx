import {
  createContext,
  type Dispatch,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useReducer,
} from 'react'
import { type SyncAction, syncReducer, type SyncState } from './syncState.ts'
import { loadSync, saveSync } from './syncStorage.ts'

interface Sync {
  readonly sync: SyncState
  readonly dispatch: Dispatch<SyncAction>
}

const Context = createContext<Sync | null>(null)

/** Keeps the sync in the making for as long as the window is open, whichever page is shown. */
export function SyncProvider({ children }: { readonly children: ReactNode }) {
  const [sync, dispatch] = useReducer(syncReducer, null, loadSync)
  useEffect(() => saveSync(sync), [sync])
  const value = useMemo(() => ({ sync, dispatch }), [sync])
  return <Context value={value}>{children}</Context>
}

export function useSync(): Sync {
  const sync = useContext(Context)
  if (sync === null) throw new Error('useSync needs a SyncProvider around it')
  return sync
}
