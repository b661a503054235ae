import { useEffect, useEffectEvent } from 'react'
import type { PushName, PushPayload } from '../shared/contract/contract.ts'
import { useEngine } from './EngineContext.tsx'

/** Listens to one kind of push for as long as the component is there. */
export function usePush<N extends PushName>(name: N, listener: (payload: PushPayload<N>) => void): void {
  const { host } = useEngine()
  const onPush = useEffectEvent(listener)
  useEffect(
    () =>
      host.onPush((message) => {
        if (message.name === name) onPush(message.payload as PushPayload<N>)
      }),
    [host, name],
  )
}
