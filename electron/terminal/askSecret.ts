import { createInterface, type Interface } from 'node:readline/promises'
import { addAbortSignal, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { AppError } from '../../shared/errors.ts'

/**
 * Asks for a secret on the terminal without echoing it, or takes it from standard input when that is not a terminal.
 * @throws AppError `invalid-input` for an empty one, `cancelled` for Ctrl-C
 */
export async function askSecret(label: string, signal: AbortSignal): Promise<string> {
  const secret = process.stdin.isTTY ? await typedWithoutEcho(label, signal) : await fromStdin(signal)
  if (secret !== '') return secret
  throw new AppError(
    'invalid-input',
    `The ${label} is empty. Type it when asked, or pipe it in: echo "$KEY" | listferry …`,
  )
}

async function fromStdin(signal: AbortSignal): Promise<string> {
  return (await text(addAbortSignal(signal, process.stdin))).trim()
}

async function typedWithoutEcho(label: string, signal: AbortSignal): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  process.stderr.write(`${label} (not shown while you type): `)
  try {
    return (await answerOn(lines, '', signal)).trim()
  } finally {
    process.stderr.write('\n')
  }
}

/** A yes or no on the terminal; anything but yes is no. @throws AppError `cancelled` for Ctrl-C */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  return /^y(es)?$/i.test((await answerOn(lines, `${question} [y/N] `, signal)).trim())
}

/** Whether exactly this number is typed on the terminal. @throws AppError `cancelled` for Ctrl-C */
export async function typesNumber(question: string, number: number, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  return (await answerOn(lines, `${question} `, signal)).trim() === String(number)
}

/** The line that is typed; an empty one when the input ends first (Ctrl-D), of which `question` says nothing. */
async function answerOn(lines: Interface, question: string, signal: AbortSignal): Promise<string> {
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
  const interrupted = new Promise<never>((_resolve, reject) => {
    lines.once('SIGINT', () => reject(new AppError('cancelled', 'Stopped by you; nothing was sent.')))
  })
  try {
    return await Promise.race([lines.question(question, { signal }), ended, interrupted])
  } finally {
    lines.close()
  }
}
