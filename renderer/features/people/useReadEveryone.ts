import { useIsMutating, useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { AccountWait } from '../../../shared/contract/connections.ts'
import type { ConnectionId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { usePush } from '../../usePush.ts'

/** Without news for so long, a reading that another window began has ended. */
const silenceMs = 5000

export interface Heard<T> {
  readonly what: T
  readonly at: number
}

export interface ReadingEveryone {
  readonly start: () => void
  readonly isReading: boolean
  /** People read so far. */
  readonly people: number
  readonly waiting: Heard<AccountWait> | null
  readonly error: Error | null
}

/** Reads everyone of an account into the mirror, and tells how far it is, also where another window began it. */
export function useReadEveryone(connection: ConnectionId): ReadingEveryone {
  const { engine } = useEngine()
  const [people, setPeople] = useState<Heard<number> | null>(null)
  const [waiting, setWaiting] = useState<Heard<AccountWait> | null>(null)
  const mutationKey = ['people', 'refresh', connection]
  const reading = useMutation({
    mutationKey,
    mutationFn: () => engine.people.refresh({ connection }),
    onMutate: () => setPeople(null),
    onSettled: () => setPeople(null),
  })
  // Counted by its key, so that it is found again after another page was looked at.
  const isOurs = useIsMutating({ mutationKey }) > 0
  usePush('mirror.progress', (progress) => {
    if (progress.connection === connection) setPeople({ what: progress.people, at: Date.now() })
  })
  usePush('account.waiting', (wait) => {
    if (wait.connection === connection) setWaiting({ what: wait, at: Date.now() })
  })
  useEffect(() => {
    if (people === null || isOurs) return
    const timer = setTimeout(() => setPeople(null), silenceMs)
    return () => clearTimeout(timer)
  }, [people, isOurs])
  return {
    start: () => reading.mutate(),
    isReading: isOurs || people !== null,
    people: people?.what ?? 0,
    waiting,
    error: reading.error,
  }
}
