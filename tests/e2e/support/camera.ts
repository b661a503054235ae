import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'

const sizes = [
  { ending: '', width: 1280, height: 800 },
  { ending: '-small', width: 800, height: 600 },
] as const
const schemes = ['light', 'dark'] as const
/** Of WebP: letters are clean, and a picture takes some 30 kB. */
const quality = 0.7

export interface Camera {
  /** Writes `NAME-light.webp`, `NAME-dark.webp`, and both with `-small`, of what the window shows now. */
  take(name: string): Promise<void>
}

/** Takes pictures of a window in both themes and sizes, as WebP, which Chromium itself makes of them. */
export async function openCamera(window: Page, browser: Browser, folder: string): Promise<Camera> {
  const darkroom = await browser.newPage()
  return {
    async take(name) {
      await window.mouse.move(0, 0)
      for (const { ending, width, height } of sizes) {
        await window.setViewportSize({ width, height })
        for (const colorScheme of schemes) {
          await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          await settled(window)
          const webp = await develop(darkroom, await window.screenshot())
          writeFileSync(join(folder, `${name}-${colorScheme}${ending}.webp`), webp)
        }
      }
      await window.setViewportSize(sizes[0])
    },
  }
}

/** Every day and hour that the window shows is the same one, so that a picture differs only when the window does. */
export async function stopCalendar(window: Page): Promise<void> {
  await window.addInitScript(() => {
    const { prototype } = Intl.DateTimeFormat
    const own = Object.getOwnPropertyDescriptor(prototype, 'format')
    const always = new Date(2027, 2, 2, 10, 4, 30)
    Object.defineProperty(prototype, 'format', {
      get(this: Intl.DateTimeFormat) {
        const format = own?.get?.call(this) as Intl.DateTimeFormat['format']
        return () => format(always)
      },
    })
  })
}

/** Drawn with its letters, and again after what that changed. */
async function settled(window: Page): Promise<void> {
  await window.evaluate(async () => {
    await document.fonts.ready
    for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame)
  })
}

async function develop(darkroom: Page, png: Buffer): Promise<Buffer> {
  const base64 = await darkroom.evaluate(
    async ([data, how]) => {
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const canvas = new OffscreenCanvas(picture.width, picture.height)
      canvas.getContext('2d')?.drawImage(picture, 0, 0)
      const webp = await canvas.convertToBlob({ type: 'image/webp', quality: how })
      const letters = Array.from(new Uint8Array(await webp.arrayBuffer()), (byte) =>
        String.fromCharCode(byte),
      )
      return btoa(letters.join(''))
    },
    [png.toString('base64'), quality] as const,
  )
  return Buffer.from(base64, 'base64')
}
