import type { Page } from '@playwright/test'

/** Notes everything that live regions say from the next load of the page on, as a screen reader would read it out. */
export async function listen(window: Page): Promise<void> {
  await window.addInitScript(() => {
    const heard: string[] = []
    const last = new WeakMap<Element, string>()
    const note = (region: Element) => {
      const text = region.textContent.trim()
      if (text === '' || last.get(region) === text) return
      last.set(region, text)
      heard.push(text)
    }
    const live = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], [role="log"]'
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const at = target instanceof Element ? target : target.parentElement
        const around = at?.closest(live)
        if (around) note(around)
        for (const node of addedNodes)
          if (node instanceof Element) {
            if (node.matches(live)) note(node)
            for (const region of node.querySelectorAll(live)) note(region)
          }
      }
    }).observe(document, { subtree: true, childList: true, characterData: true })
    Object.assign(globalThis, { heard })
  })
}

/** What was said up to now. */
export function heardIn(window: Page): Promise<readonly string[]> {
  return window.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)
}
