import { chooseParts } from '../source/chooseParts.ts'
import type { FormatOverrides } from '../source/detectFormat.ts'
import type { Source } from '../store/sources.ts'

const keys = ['encoding', 'delimiter', 'quote', 'lineEnd', 'headerRecord', 'sheet'] as const

/**
 * What of a file's format the user chose: where it was read in another way than it would be by itself. The next file
 * may have another encoding, so what was detected is detected again there. Nothing when the file is gone.
 */
export async function formatChosen({ path, info }: Source): Promise<FormatOverrides> {
  const found = await chooseParts(path, {}).catch(() => null)
  if (found === null) return {}
  const detected: Partial<Record<string, unknown>> = { ...found.detected.format }
  const read: Partial<Record<string, unknown>> = { ...info.format }
  const chosen = keys.filter((key) => detected[key] !== read[key])
  return Object.fromEntries(chosen.map((key) => [key, read[key]]))
}
