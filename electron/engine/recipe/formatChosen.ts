import { detectFile } from '../source/detectFile.ts'
import type { FormatOverrides } from '../source/detectFormat.ts'
import type { Source } from '../store/sources.ts'

const keys = ['encoding', 'delimiter', 'quote', 'lineEnd', 'headerRecord'] as const

/**
 * What of a file's format the user chose: where it was read in another way than it would be by itself. The next file
 * may have another encoding, so what was detected is detected again there. Nothing when the file is gone.
 */
export async function formatChosen({ path, info }: Source): Promise<FormatOverrides> {
  const detected = await detectFile(path, {}).catch(() => null)
  if (detected === null) return {}
  const chosen = keys.filter((key) => detected.format[key] !== info.format[key])
  return Object.fromEntries(chosen.map((key) => [key, info.format[key]]))
}
