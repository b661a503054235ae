import { readRecord, type Dialect, type RecordFault } from './readRecord.ts'

export interface SampleRecord {
  readonly cells: readonly string[]
  readonly faults: readonly RecordFault[]
}

/**
 * The first records of a sample under one dialect, blank ones included. The sample may end anywhere, so its last
 * record counts only when it is ended or there are hardly others.
 */
export function sampleRecords(text: string, dialect: Dialect, limit: number): SampleRecord[] {
  const ended = /[\r\n]$/.test(text)
  const whole = ended ? text : `${text}\n`
  const records: SampleRecord[] = []
  let at = 0
  while (at < whole.length && records.length < limit) {
    const read = readRecord(whole, at, dialect, true)
    if (!read) break
    records.push(read)
    at = read.next
  }
  if (!ended && at === whole.length && records.length > 3) records.pop()
  return records
}

export function isBlankRecord(record: SampleRecord): boolean {
  return record.cells.every((cell) => cell === '')
}
