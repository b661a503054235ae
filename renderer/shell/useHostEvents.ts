import { spotlight } from '@mantine/spotlight'
import { useEffect, useEffectEvent } from 'react'
import { useLocation } from 'wouter'
import { assertNever } from '../../shared/errors.ts'
import type { HostCommand, HostEvent } from '../../shared/contract/host.ts'
import { useEngine } from '../EngineContext.tsx'
import { useStartSync } from '../features/sync/useStartSync.ts'

/** Does what the application menu asks for, and opens files that were dropped on the icon. */
export function useHostEvents(): void {
  const { host } = useEngine()
  const startSync = useStartSync()
  const [, navigate] = useLocation()
  const onEvent = useEffectEvent((event: HostEvent) => {
    if (event.type === 'file') startSync({ file: event.file })
    else obey(event.command, navigate)
  })
  useEffect(() => host.onEvent((event) => onEvent(event)), [host])
}

function obey(command: HostCommand, navigate: (path: string) => void): void {
  switch (command) {
    case 'open-file':
      navigate('/sync/import')
      return
    case 'connect':
      navigate('/connections/add')
      return
    case 'settings':
      navigate('/settings')
      return
    case 'history':
      navigate('/history')
      return
    case 'palette':
      spotlight.open()
      return
    default:
      assertNever(command)
  }
}
