import type { ExportedFile } from '../../shared/contract/exports.ts'
import { saveExport } from './saveExport.ts'
import type { Session } from './session.ts'

export interface TakeOptions {
  /** A path, or `-` for standard output. Left out: the file's own name, in the present folder. */
  readonly out?: string
  readonly force?: boolean
}

/** Puts a file that the engine wrote where the user wants it, and says so. */
export async function takeExport(session: Session, file: ExportedFile, options: TakeOptions): Promise<void> {
  const { out = file.name, force = false } = options
  await saveExport(session, file, { out, force })
  if (out === '-') return
  session.output.result(
    { file: out, sizeBytes: file.sizeBytes },
    () => `Wrote ${out}, ${file.sizeBytes.toLocaleString('en')} bytes.`,
  )
}
