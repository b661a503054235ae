import { type ComponentType, lazy, type LazyExoticComponent } from 'react'

type Load = () => Promise<unknown>

const waiting: Load[] = []

/** A part of the window that is loaded when it is shown, or when there is time for it. */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
): LazyExoticComponent<ComponentType<P>> {
  const loadModule = async () => ({ default: await load() })
  waiting.push(loadModule)
  return lazy(loadModule)
}

/** Fetches the parts one after the other while nothing else is to do, so that later each of them is there at once. */
export function loadPartsWhenIdle(): void {
  const next = () => {
    const load = waiting.shift()
    if (load === undefined) return
    // A part that can't be had now is asked for again, and complained of, when it is shown.
    void load().then(whenIdle, whenIdle)
  }
  const whenIdle = () => requestIdle(next)
  whenIdle()
}

/** Safari has no `requestIdleCallback`. */
function requestIdle(work: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: 5000 })
  else setTimeout(work, 200)
}
