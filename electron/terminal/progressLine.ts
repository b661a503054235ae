import { cutColumns } from './displayWidth.ts'

/** One line that says how far the present phase is. */
export interface ProgressLine {
  /** A new phase ends the one before. A phase shorter than the patience is never seen. */
  show(phase: string, words: string): void
  /** Takes the line away. */
  end(): void
}

interface Stream {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** On a terminal the line replaces itself; elsewhere each is a line of its own, at most one in a second. */
export function createProgressLine(stream: Stream): ProgressLine {
  const onTerminal = stream.isTTY === true
  const patienceMs = onTerminal ? 300 : 1000
  const intervalMs = onTerminal ? 100 : 1000
  let phase: string | null = null
  let latest = ''
  let nextAt = 0
  let drawn = false
  let timer: NodeJS.Timeout | undefined
  const draw = () => {
    timer = undefined
    nextAt = performance.now() + intervalMs
    drawn = true
    const { columns = 80 } = stream
    stream.write(onTerminal ? `\r\x1b[K${cutColumns(latest, columns - 1)}` : `${latest}\n`)
  }
  const end = () => {
    clearTimeout(timer)
    timer = undefined
    if (drawn && onTerminal) stream.write('\r\x1b[K')
    drawn = false
    phase = null
  }
  return {
    show(of, words) {
      const now = performance.now()
      if (of !== phase) {
        end()
        phase = of
        nextAt = Math.max(nextAt, now + patienceMs)
      }
      latest = words
      timer ??= setTimeout(draw, Math.max(0, nextAt - now)).unref()
    },
    end,
  }
}
