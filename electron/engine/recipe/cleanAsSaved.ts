import type { EditView } from '../../../shared/contract/edits.ts'
import type { CheckFix } from '../../../shared/contract/check.ts'
import { makeFix } from '../check/makeFix.ts'
import { type CheckTarget, runCheck } from '../check/runCheck.ts'
import type { EngineParts } from '../createEngine.ts'
import { inEditTurn } from '../edits/inEditTurn.ts'
import { listEdits } from '../edits/listEdits.ts'
import { openForEdits } from '../edits/openForEdits.ts'

/**
 * Does to a file that was just read what was done to the one that its sync was saved from: one edit for each fix, in the
 * same order, also where it finds nothing, so that a sync that is saved from this file has the same ones. Each can be taken
 * back like any edit.
 * @returns those edits
 */
export async function cleanAsSaved(
  parts: EngineParts,
  target: CheckTarget,
  fixes: readonly CheckFix[],
  signal: AbortSignal,
): Promise<readonly EditView[]> {
  if (fixes.length === 0) return []
  const { source } = target
  return inEditTurn(parts, source, signal, async () => {
    for (const fix of fixes) {
      // A large edit has the file checked anew, so whether it is known is asked each time.
      await runCheck(parts, target, signal)
      await makeFix(parts, source, { fix, except: [], always: true }, signal)
    }
    return openForEdits(parts.stagedPath(source), listEdits)
  })
}
