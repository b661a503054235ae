import { screen } from 'electron'
import ElectronStore from 'electron-store'
import { z } from 'zod'
import type { RunId } from '../../shared/model.ts'

export const minimumSize = { width: 900, height: 600 } as const

export interface Bounds {
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
}

export type Theme = 'system' | 'light' | 'dark'

/** What the desktop app remembers of itself, in `desktop.json`. */
export interface DesktopState {
  readonly bounds: Bounds
  readonly isMaximized: boolean
  readonly theme: Theme
  /** Runs that were left with the promise to go on at the next start. */
  readonly goOnWith: readonly RunId[]
}

const whole = z.int()
const shape: z.ZodType<DesktopState> = z.object({
  bounds: z.object({
    x: whole.exactOptional(),
    y: whole.exactOptional(),
    width: whole,
    height: whole,
  }),
  isMaximized: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
  goOnWith: z.array(z.int().min(1) as unknown as z.ZodType<RunId, RunId>),
})

const fresh: DesktopState = {
  bounds: { width: 1200, height: 800 },
  isMaximized: false,
  theme: 'system',
  goOnWith: [],
}

export interface DesktopStore {
  get(): DesktopState
  set(change: Partial<DesktopState>): void
}

/** @param folder `null` where nothing can be written: then it is forgotten at the end */
export function desktopStore(folder: string | null): DesktopStore {
  const kept = folder === null ? null : openStore(folder)
  let state = readState(kept?.store)
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change }
      if (kept) kept.store = { ...state }
    },
  }
}

/** One that does not parse is made anew: a window's place is soon found again. */
function openStore(folder: string): ElectronStore {
  return new ElectronStore({ cwd: folder, name: 'desktop', clearInvalidConfig: true, configFileMode: 0o600 })
}

function readState(stored: unknown): DesktopState {
  const parsed = shape.safeParse(stored)
  return parsed.success ? parsed.data : fresh
}

/** Where the window was, unless no screen shows that place any more. */
export function visibleBounds(bounds: Bounds): Bounds {
  const width = Math.max(bounds.width, minimumSize.width)
  const height = Math.max(bounds.height, minimumSize.height)
  const { x, y } = bounds
  if (x === undefined || y === undefined) return { width, height }
  const isShown = screen.getAllDisplays().some(({ workArea }) => {
    const across = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x)
    const down = Math.min(y + height, workArea.y + workArea.height) - Math.max(y, workArea.y)
    return across >= 100 && down >= 100
  })
  return isShown ? { x, y, width, height } : { width, height }
}
