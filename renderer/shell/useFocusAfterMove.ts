import { useEffect } from 'react'
import { useLocation } from 'wouter'

/** Where the focus was on something of the page before, it goes to the new page, and not to the top of the window. */
export function useFocusAfterMove(id: string): void {
  const [location] = useLocation()
  useEffect(() => {
    if (document.activeElement === document.body) document.getElementById(id)?.focus({ preventScroll: true })
  }, [location, id])
}
