import { type ElementHandle, expect, type Locator, type Page } from '@playwright/test'

export interface Keyboard {
  /** Presses Tab until that is focused. Each stop on the way must look different from when it is not. */
  tabTo(target: Locator): Promise<void>
  /** The same, then Enter. */
  enter(target: Locator): Promise<void>
  press(keys: string): Promise<void>
  type(text: string): Promise<void>
}

const mostStops = 60

/** Works a window by its keys alone, and looks at each stop of the Tab key once. */
export function keyboardOf(window: Page): Keyboard {
  const seen = new Set<string>()
  const keyboard: Keyboard = {
    async tabTo(target) {
      await expect(target).toBeVisible()
      for (let stops = 0; stops < mostStops; stops += 1) {
        if (await target.evaluate((element) => element === document.activeElement)) return
        await tab(window, seen)
      }
      throw new Error(`Tab never comes to ${target.toString()}`)
    },
    async enter(target) {
      await keyboard.tabTo(target)
      await window.keyboard.press('Enter')
    },
    press: (keys) => window.keyboard.press(keys),
    type: (text) => window.keyboard.insertText(text),
  }
  return keyboard
}

/** One press of Tab. What had the focus is compared with how it looks without. */
async function tab(window: Page, seen: Set<string>): Promise<void> {
  const element = await focused(window)
  const words = element && (await wordsOf(element))
  if (element === null || words === null || seen.has(words)) {
    await window.keyboard.press('Tab')
    return
  }
  seen.add(words)
  const box = await boxOf(element)
  const before = box && (await window.screenshot({ clip: box }))
  await window.keyboard.press('Tab')
  const after = box && (await window.screenshot({ clip: box }))
  if (before && after) expect(before.equals(after), `the focus is seen on ${words}`).toBe(false)
}

async function focused(window: Page): Promise<ElementHandle<HTMLElement> | null> {
  const handle = await window.evaluateHandle(() =>
    document.activeElement instanceof HTMLElement && document.activeElement !== document.body
      ? document.activeElement
      : null,
  )
  return handle.asElement()
}

function wordsOf(element: ElementHandle<HTMLElement>): Promise<string> {
  return element.evaluate((at) => {
    const name = at.getAttribute('aria-label') ?? at.textContent.trim().slice(0, 40)
    return `${at.tagName.toLowerCase()} ${at.getAttribute('role') ?? ''} “${name}”`
  })
}

/** Where it is on the screen with a margin for its ring; of a control without a size of its own, its label. */
async function boxOf(element: ElementHandle<HTMLElement>) {
  const box = await element.evaluate((at) => {
    const own = at.getBoundingClientRect()
    const label = at instanceof HTMLInputElement ? at.labels?.[0] : undefined
    const { x, y, width, height } = own.width < 4 && label ? label.getBoundingClientRect() : own
    return {
      x: x - 5,
      y: y - 5,
      width: width + 10,
      height: height + 10,
      right: innerWidth,
      bottom: innerHeight,
    }
  })
  const x = Math.max(0, box.x)
  const y = Math.max(0, box.y)
  const width = Math.min(box.right, box.x + box.width) - x
  const height = Math.min(box.bottom, box.y + box.height) - y
  return width > 0 && height > 0 ? { x, y, width, height } : null
}
