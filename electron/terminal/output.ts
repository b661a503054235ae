import type { WireError } from '../../shared/errors.ts'
import { printable } from './printable.ts'
import { createProgressLine } from './progressLine.ts'
import { wrap } from './wrap.ts'

/**
 * What a command prints. With `--json`, standard output carries one JSON value and nothing else; words and progress
 * always go to standard error, so that output can be piped.
 */
export interface Output {
  readonly json: boolean
  /** Columns to fit words into; `Infinity` where no terminal shows them. */
  readonly width: number
  /** The command's result. Once. */
  result(value: unknown, words: () => string): void
  /** The command's failure: words, and with `--json` the JSON value, unless there is a result already. */
  fail(error: WireError): void
  /** Part of the result in words; with `--json` it goes to standard error. */
  say(words: string): void
  /** Part of the result for another program, such as CSV: as it is. Nothing with `--json`. */
  data(text: string): void
  /** Something to know while it works. */
  note(words: string): void
  /** How far the present phase is; see `ProgressLine`. */
  progress(phase: string, words: string): void
  /** Ends the phase and takes its line away. */
  progressEnd(): void
}

interface Stream {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** @param streams standard output and error, or what a test gives in their place */
export function createOutput(
  json: boolean,
  { stdout, stderr }: { readonly stdout: Stream; readonly stderr: Stream } = process,
): Output {
  const line = createProgressLine(stderr)
  const width = Math.min(terminalWidth(stdout), terminalWidth(stderr))
  let answered = false
  const write = (stream: Stream, text: string) => {
    line.end()
    stream.write(`${text}\n`)
  }
  const inWords = (stream: Stream, words: string) => {
    if (words !== '') write(stream, wrap(printable(words), width))
  }
  const answer = (value: unknown) => {
    if (!answered) write(stdout, JSON.stringify(value, null, 2))
    answered = true
  }
  return {
    json,
    width,
    result(value, words) {
      if (json) answer(value)
      else inWords(stdout, words())
    },
    fail(error) {
      inWords(stderr, error.message)
      if (json) answer({ error })
    },
    say: (words) => inWords(json ? stderr : stdout, words),
    data(text) {
      if (!json) write(stdout, text)
    },
    note: (words) => inWords(stderr, words),
    progress: (phase, words) => line.show(phase, printable(words)),
    progressEnd: () => line.end(),
  }
}

function terminalWidth({ isTTY, columns }: Stream): number {
  return isTTY === true && columns !== undefined && columns > 0 ? Math.max(40, columns) : Infinity
}
