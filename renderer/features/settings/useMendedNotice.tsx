import { Anchor } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect, useEffectEvent } from 'react'
import { useLocation } from 'wouter'
import { mendedTitle } from './Notices.tsx'
import { useAbout } from './useSettings.ts'

const id = 'mended-at-start'

/** Once in each window, wherever it opens, that something was mended at the start. Settings says what. */
export function useMendedNotice(): void {
  const { data: about } = useAbout()
  const [location, navigate] = useLocation()
  const isShown = location === '/settings'
  const isMended = about !== undefined && about.notices.length > 0
  const tell = useEffectEvent(() => {
    if (isShown) return
    const message = (
      <Anchor component="button" type="button" inherit onClick={() => navigate('/settings')}>
        See in Settings what it was
      </Anchor>
    )
    notifications.show({ id, title: mendedTitle, message, role: 'status', autoClose: false })
  })
  useEffect(() => {
    if (isMended) tell()
  }, [isMended])
  useEffect(() => {
    if (isShown) notifications.hide(id)
  }, [isShown])
}
