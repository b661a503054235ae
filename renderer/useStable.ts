import { useCallback, useLayoutEffect, useRef } from 'react'

/** The same function for as long as the component is there, always doing the latest: for rows that are memoised. */
export function useStable<A extends readonly unknown[]>(act: (...args: A) => void): (...args: A) => void {
  const latest = useRef(act)
  useLayoutEffect(() => {
    latest.current = act
  })
  return useCallback((...args: A) => latest.current(...args), [])
}
