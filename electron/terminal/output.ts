/**
 * What a command prints. With `--json`, standard output carries one JSON value and nothing else; words and progress
 * always go to standard error, so that output can be piped.
 */
export interface Output {
  readonly json: boolean
  /** The command's result. */
  result(value: unknown, words: () => string): void
  /** Part of the result in words; with `--json` it goes to standard error. */
  say(words: string): void
  /** Something to know while it works. */
  note(words: string): void
  /** A line that replaces itself on a terminal and is printed at most once a second elsewhere. */
  progress(words: string): void
  /** Ends a progress line. */
  progressEnd(): void
}

interface Streams {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number }
}

export function createOutput(json: boolean, streams: Streams = process, now = () => Date.now()): Output {
  const { stdout, stderr } = streams
  const onTerminal = stderr.isTTY === true
  let lastAt = -Infinity
  let lineOpen = false
  const progressEnd = () => {
    if (lineOpen) stderr.write('\r\x1b[K')
    lineOpen = false
  }
  return {
    json,
    result(value, words) {
      progressEnd()
      stdout.write(`${json ? JSON.stringify(value, null, 2) : words()}\n`)
    },
    say(words) {
      progressEnd()
      ;(json ? stderr : stdout).write(`${words}\n`)
    },
    note(words) {
      progressEnd()
      stderr.write(`${words}\n`)
    },
    progress(words) {
      const wait = onTerminal ? 100 : 1000
      if (now() - lastAt < wait) return
      lastAt = now()
      if (!onTerminal) return void stderr.write(`${words}\n`)
      stderr.write(`\r\x1b[K${words.slice(0, (stderr.columns ?? 80) - 1)}`)
      lineOpen = true
    },
    progressEnd,
  }
}

/** `██████░░░░  60 %` */
export function bar(done: number, total: number, width = 24): string {
  const share = total === 0 ? 1 : Math.min(1, done / total)
  const full = Math.round(share * width)
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(Math.floor(share * 100)).padStart(3)} %`
}
