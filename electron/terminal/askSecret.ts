import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { AppError } from '../../shared/errors.ts'

/** Asks for a secret on the terminal without echoing it, or takes it from standard input when that is not a terminal. */
export async function askSecret(label: string): Promise<string> {
  const secret = process.stdin.isTTY ? await typedWithoutEcho(label) : await fromStdin()
  if (secret !== '') return secret
  throw new AppError(
    'invalid-input',
    `The ${label} is empty. Type it when asked, or pipe it in: echo "$KEY" | listferry connect …`,
  )
}

async function fromStdin(): Promise<string> {
  return (await text(process.stdin)).trim()
}

async function typedWithoutEcho(label: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  process.stderr.write(`${label} (not shown while you type): `)
  try {
    return (await lines.question('')).trim()
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}

/** A yes or no on the terminal; anything but yes is no. */
export async function confirm(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim())
  } finally {
    lines.close()
  }
}
