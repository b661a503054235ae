import { isAscii } from 'node:buffer'
import type { SourceFormat } from '../../../shared/model.ts'
import { detectFormat, type FormatOverrides, type FormatReasons } from './detectFormat.ts'
import { emptyFile, readFully, type SourceFile } from './openSourceFile.ts'
import { openPart, type PartFile } from './partFiles.ts'
import { refuseEncrypted } from './refuseEncrypted.ts'
import { detectSheet, type SheetView } from './workbook/detectSheet.ts'

const headBytes = 1024 * 1024
const probeBytes = 64 * 1024
const probes = 16

export interface DetectedFile {
  readonly format: SourceFormat
  readonly reasons: FormatReasons
  /** Of a workbook. */
  readonly sheets?: readonly SheetView[]
}

/**
 * The format of a file on disk or in an archive. Preview and staging both call this, so they can't disagree.
 * @throws AppError for a file that can't be read, is empty, or is not text.
 */
export async function detectFile(part: PartFile, overrides: FormatOverrides = {}): Promise<DetectedFile> {
  if (part.kind === 'workbook') return detectSheet(part, overrides)
  const file = await openPart(part)
  try {
    const sample = await readSample(file)
    if (sample.length === 0) throw emptyFile(file.name)
    await refuseEncrypted(file, sample)
    return detectFormat(sample, overrides, `“${file.name}”`)
  } finally {
    await file.close()
  }
}

/** The file's start; where that is plain ASCII, also the accents that a few looks further down come across. */
async function readSample(file: SourceFile): Promise<Uint8Array> {
  const head = await readFully(file, new Uint8Array(Math.min(headBytes, file.sizeBytes)), 0)
  const beyond = file.sizeBytes - head.length
  if (beyond <= 0 || !isAscii(head) || head.includes(0)) return head
  const found: Uint8Array[] = [head]
  for (let probe = 0; probe < probes; probe++) {
    const position = head.length + Math.floor((beyond / probes) * probe)
    const bytes = await readFully(file, new Uint8Array(probeBytes), position)
    if (!isAscii(bytes)) found.push(betweenAscii(bytes))
  }
  return Buffer.concat(found)
}

/** Without a character that an end of the probe may have cut: no encoding but UTF-16 has ASCII bytes inside one. */
function betweenAscii(bytes: Uint8Array): Uint8Array {
  const plain = (byte: number) => byte < 0x80
  return bytes.subarray(bytes.findIndex(plain), bytes.findLastIndex(plain) + 1)
}
