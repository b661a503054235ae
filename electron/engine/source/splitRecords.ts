import { mayBeGuarded, unguardFormula } from './formulaGuard.ts'
import { lineEndFrom } from './lineEnds.ts'
import { cleanReader } from './readCleanRecords.ts'
import { readRecord, type Dialect, type RecordFault, type RecordRead } from './readRecord.ts'

/** Characters of one record that are kept. What follows, up to the line end, is skipped. */
export const maxRecordLength = 16 * 1024 * 1024

/** Up to this much unread text PapaParse reads; beyond it a record is so long or so broken that it would start over and over. */
const quickLength = 2 * 1024 * 1024

export interface RecordBatch {
  readonly records: readonly string[][]
  /** By position in `records`; most batches have none. */
  readonly faults: ReadonlyMap<number, readonly RecordFault[]>
  /** The text they were read from has NUL or replacement characters somewhere: far cheaper to ask than each cell. */
  readonly suspect: boolean
}

/** Takes a file's text piece by piece, however it is cut, and gives back the records that are whole by then; to be gone through before the next piece. */
export type RecordSplitter = (piece: string, last: boolean) => Iterable<RecordBatch>

function unguarded(batch: RecordBatch): RecordBatch {
  return { ...batch, records: batch.records.map((cells) => cells.map(unguardFormula)) }
}

const noFaults: RecordBatch['faults'] = new Map()

/** A text full of short broken records is given out in parts, as a million small arrays weigh far more than their text. */
const recordsPerBatch = 4096

/** Holds at most one record that is not whole yet, and so at most `maxRecordLength` and a piece. */
export function recordSplitter(dialect: Dialect): RecordSplitter {
  const readClean = cleanReader(dialect)
  let rest = ''
  let wanted = 0
  let skipping = false
  /** A CR at the end of a piece waits for the LF that may follow. */
  let heldReturn = ''

  return function* (piece, last) {
    // A piece may be empty (half a character was all there was): it says nothing about a CR that waits.
    if (piece === '' && !last) return
    const cutAfterReturn = piece.endsWith('\r') && !last
    rest += heldReturn + (cutAfterReturn ? piece.slice(0, -1) : piece)
    heldReturn = cutAfterReturn ? '\r' : ''
    if (last) rest = endLine(rest, dialect)
    if (skipping) keepFrom(skipLine(0))
    // A record that is not whole is looked at again only once the text has doubled: twice the work, never n times.
    if (rest === '' || (rest.length < wanted && !last)) return
    const suspect = rest.includes('\0') || rest.includes('\uFFFD')
    const guarded = mayBeGuarded(rest)
    const quick = readQuickly(last)
    const batches = quick ? [{ records: quick, faults: noFaults, suspect }] : readCarefully(last, suspect)
    for (const batch of batches) yield guarded ? unguarded(batch) : batch
  }

  function readQuickly(last: boolean): readonly string[][] | null {
    const clean = rest.length <= quickLength ? readClean(rest) : null
    if (!clean || clean.next === 0 || (last && clean.next < rest.length)) return null
    keepFrom(clean.next)
    return clean.records
  }

  function* readCarefully(last: boolean, suspect: boolean): Iterable<RecordBatch> {
    let records: string[][] = []
    let faults = new Map<number, readonly RecordFault[]>()
    let at = 0
    while (at < rest.length) {
      const read = readBounded(rest, at, dialect, last)
      if (!read) break
      if (read.faults.length > 0) faults.set(records.length, read.faults)
      records.push(read.cells)
      at = read.cut ? skipLine(read.next) : read.next
      if (records.length < recordsPerBatch) continue
      yield { records, faults, suspect }
      records = []
      faults = new Map()
    }
    keepFrom(at)
    if (records.length > 0) yield { records, faults, suspect }
  }

  function keepFrom(at: number): void {
    rest = rest.slice(at)
    wanted = at === 0 ? Math.min(rest.length * 2, maxRecordLength + 1) : 0
  }

  /** Where the line after `at` starts; if that is still to come, the pieces that follow are skipped too. */
  function skipLine(at: number): number {
    const line = lineEndFrom(rest, at, dialect.lineEnd)
    skipping = line === null
    return line ? line.next : rest.length
  }
}

function endLine(text: string, dialect: Dialect): string {
  if (text === '' || text.endsWith('\n')) return text
  if (dialect.lineEnd !== '\r') return `${text}\n`
  return text.endsWith('\r') ? text : `${text}\r`
}

interface BoundedRead extends RecordRead {
  /** The record goes on after `next`, and nothing more of it is kept. */
  readonly cut?: true
}

/** One record of at most `maxRecordLength`, whatever the pieces are. `null`: more text is needed. */
function readBounded(text: string, start: number, dialect: Dialect, last: boolean): BoundedRead | null {
  const read = readRecord(text, start, dialect, last)
  if (read && read.next - start <= maxRecordLength) return read
  if (text.length - start <= maxRecordLength) return null
  const kept = text.slice(start, start + maxRecordLength)
  const line = readRecord(kept, 0, dialect, true)
  return line ? { ...line, next: start + line.next } : cutRecord(kept, start, dialect)
}

function cutRecord(kept: string, start: number, dialect: Dialect): BoundedRead | null {
  const plain = readRecord(`${kept}\n`, 0, dialect, true)
  // Cut inside a quoted cell: with a closing quote it reads as the one long cell it is.
  const read = plain?.faults.length ? readRecord(`${kept}${dialect.quote}\n`, 0, dialect, true) : plain
  if (!read) return null
  const fault: RecordFault = { kind: 'record-too-long', column: read.cells.length - 1 }
  return { cells: read.cells, faults: [fault], next: start + kept.length, cut: true }
}
