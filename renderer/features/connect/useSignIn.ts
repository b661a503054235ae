import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type {
  BegunSignIn,
  ConnectedAccount,
  ConnectionView,
  ConnectorView,
  SignInFormView,
} from '../../../shared/contract/connections.ts'
import { useEngine } from '../../EngineContext.tsx'
import { givenName } from './AccountName.tsx'

export interface SignIn {
  /** The one that waits for the user's browser. */
  readonly begun: BegunSignIn | null
  readonly isBeginning: boolean
  /** Why the last one ended. */
  readonly error: unknown
  /** What is wrong with the code that was pasted; it can be pasted again. */
  readonly pasteError: unknown
  readonly isFinishing: boolean
  /** `paste`: have a code shown in place of being led back. */
  begin(paste: boolean): void
  finish(pasted: string): void
  cancel(): void
}

interface Wanted {
  readonly connector: ConnectorView
  readonly form: SignInFormView
  readonly reconnect: ConnectionView | undefined
  readonly name: string
  readonly clientId: string
  readonly onDone: (connected: ConnectedAccount) => void
}

/** One sign-in after another; whatever is under way is given up when the form goes away. */
export function useSignIn({ connector, form, reconnect, name, clientId, onDone }: Wanted): SignIn {
  const { engine } = useEngine()
  const queries = useQueryClient()
  const [begun, setBegun] = useState<BegunSignIn | null>(null)
  const [error, setError] = useState<unknown>(null)
  const current = useRef<string | null>(null)

  const giveUp = () => {
    const signIn = current.current
    current.current = null
    if (signIn !== null) void engine.connections.cancelSignIn({ signIn }).catch(() => undefined) // it ends by itself
  }
  useEffect(() => giveUp, [])

  const ended = (signIn: string, why: unknown) => {
    if (current.current !== signIn) return
    current.current = null
    setBegun(null)
    setError(why)
  }
  const begin = useMutation({
    mutationFn: (paste: boolean) =>
      engine.connections.beginSignIn({
        service: connector.id,
        form: form.id,
        paste,
        ...givenName(name),
        ...(reconnect && { reconnect: reconnect.id }),
        ...(form.clientIdWanted !== null && clientId.trim() !== '' && { clientId }),
      }),
    onMutate: () => {
      giveUp()
      setError(null)
    },
    onSuccess: (next) => {
      current.current = next.signIn
      setBegun(next)
      void queries.invalidateQueries({ queryKey: ['connectors'] })
      engine.connections.awaitSignIn({ signIn: next.signIn }).then(
        (connected) => {
          if (current.current !== next.signIn) return
          current.current = null
          onDone(connected)
        },
        (why: unknown) => ended(next.signIn, why),
      )
    },
    onError: setError,
  })
  const finish = useMutation({
    mutationFn: (pasted: string) =>
      engine.connections.finishSignIn({ signIn: current.current ?? '', pasted }),
    gcTime: 0,
  })
  return {
    begun,
    error,
    isBeginning: begin.isPending,
    pasteError: finish.error,
    isFinishing: finish.isPending,
    begin: (paste) => begin.mutate(paste),
    finish: (pasted) => finish.mutate(pasted),
    cancel() {
      giveUp()
      setBegun(null)
    },
  }
}
