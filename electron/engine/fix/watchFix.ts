import { stat } from 'node:fs/promises'
import type { FixTarget } from '../../../shared/contract/fixes.ts'
import { toWire } from '../../../shared/errors.ts'
import type { EngineParts } from '../createEngine.ts'
import { takeFix } from './takeFix.ts'

/** Spreadsheets save by putting a new file in the place of the old one, which a watch on the file itself would miss. */
const lookMs = 1000
/** Whoever has not saved by then starts again. */
const longestMs = 24 * 60 * 60_000

/** Takes a file back each time it was saved, until it is gone, a day has passed, or the engine closes. */
export async function watchFix(parts: EngineParts, target: FixTarget, exported: string): Promise<void> {
  const { clock, closing, exports, push } = parts
  const path = exports.pathOf(exported)
  if (path === undefined) return
  const until = clock.now() + longestMs
  let seen = await savedAt(path)
  while (clock.now() < until) {
    await clock.sleep(lookMs, closing)
    // Forgotten, or another file was opened in its place.
    if (exports.pathOf(exported) === undefined) return
    const now = await savedAt(path)
    if (now === null || now === seen) continue
    // A file that is still being written is read at the next look.
    if (now !== (await settled(parts, path, now))) continue
    seen = now
    try {
      push({
        name: 'fix.taken',
        payload: { target, exported, taken: await takeFix(parts, target, path, closing) },
      })
    } catch (error) {
      push({ name: 'fix.taken', payload: { target, exported, error: toWire(error).message } })
    }
  }
}

async function settled({ clock, closing }: EngineParts, path: string, first: string): Promise<string | null> {
  await clock.sleep(lookMs / 4, closing)
  return (await savedAt(path)) ?? first
}

/** Tells one saved state of a file from another; `null` while there is none, in the middle of a save. */
async function savedAt(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null) // gone for a moment, or for good
  return found === null ? null : `${found.mtimeMs} ${found.size} ${found.ino}`
}
