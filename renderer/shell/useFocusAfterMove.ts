import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'

/**
 * Where the focus was on something of the page before, it goes to the new page, and not to the top of the window. When
 * the window opens it stays at the top, where the first Tab finds the way past the sidebar.
 */
export function useFocusAfterMove(id: string): void {
  const [location] = useLocation()
  const before = useRef(location)
  useEffect(() => {
    if (before.current === location) return
    before.current = location
    if (document.activeElement === document.body) document.getElementById(id)?.focus({ preventScroll: true })
  }, [location, id])
}
