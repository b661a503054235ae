import { useWindowEvent } from '@mantine/hooks'
import { createContext, type ReactNode, Suspense, useContext, useMemo, useState } from 'react'
import { lazyPart } from '../../lazyPart.ts'
import type { Act } from './acts.ts'

interface Acts {
  readonly open: (act: Act) => void
}

const Context = createContext<Acts | null>(null)

const ActDialog = lazyPart(async () => (await import('./ActDialog.tsx')).ActDialog)

/** The dialogs of what can be done to an account at once; any page and the palette open them. */
export function ActsProvider({ children }: { readonly children: ReactNode }) {
  const [act, setAct] = useState<Act | null>(null)
  // Who goes back leaves the dialog with its page.
  useWindowEvent('popstate', () => setAct(null))
  const value = useMemo(() => ({ open: setAct }), [])
  return (
    <Context value={value}>
      {children}
      {act === null ? null : (
        <Suspense fallback={null}>
          <ActDialog act={act} onClose={() => setAct(null)} />
        </Suspense>
      )}
    </Context>
  )
}

export function useActs(): Acts {
  const acts = useContext(Context)
  if (acts === null) throw new Error('useActs needs an ActsProvider around it')
  return acts
}
