import { useEffect, useRef, useState } from 'react'

/** The newest of a text that changes all the time, at most once in `everyMs`: what a live region can read out. */
export function useSpoken(text: string, everyMs = 10_000): string {
  const [spoken, setSpoken] = useState(text)
  const spokenAt = useRef(0)
  useEffect(() => {
    const waitMs = Math.max(0, spokenAt.current + everyMs - Date.now())
    const timer = setTimeout(() => {
      spokenAt.current = Date.now()
      setSpoken(text)
    }, waitMs)
    return () => clearTimeout(timer)
  }, [text, everyMs])
  return spoken
}
