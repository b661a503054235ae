import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { setWindowTitle } from '../windowTitle.ts'
import { places } from './places.ts'

/** Names the window after its page: in the taskbar, among the tabs, and for screen readers. */
export function useWindowTitle(): void {
  const [location] = useLocation()
  useEffect(() => setWindowTitle({ place: titleOf(location) }), [location])
}

function titleOf(location: string): string {
  const [, page = '', step = ''] = location.split('/')
  if (page === 'sync') return `${step.charAt(0).toUpperCase()}${step.slice(1)}`
  return places.find(({ path }) => path === `/${page}`)?.label ?? ''
}
