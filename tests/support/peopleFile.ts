import { closeSync, openSync, writeSync } from 'node:fs'

/** Writes a file of many lines without ever holding it: `lineAt` gets the number of the row, from 1. */
export function writeLines(
  path: string,
  header: string,
  rows: number,
  lineAt: (row: number) => string,
): void {
  const file = openSync(path, 'w')
  try {
    writeSync(file, `${header}\n`)
    for (let from = 1; from <= rows; from += linesAtOnce) {
      const lines = Array.from({ length: Math.min(linesAtOnce, rows - from + 1) }, (_, n) => lineAt(from + n))
      writeSync(file, `${lines.join('\n')}\n`)
    }
  } finally {
    closeSync(file)
  }
}

const linesAtOnce = 5000

/** A number from 0 to 2^32 that looks random and is the same every time. `of` tells several draws for a row apart. */
export function draw(row: number, of: number): number {
  let bits = Math.imul(row, 0x9e3779b1) ^ Math.imul(of + 1, 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad)
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97)
  return (bits ^ (bits >>> 15)) >>> 0
}

/** One of these, by chance. */
export function pick<T>(from: readonly [T, ...T[]], row: number, of: number): T {
  return from[draw(row, of) % from.length] ?? from[0]
}
