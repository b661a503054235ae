import type { Handlers } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import type { EngineParts } from '../createEngine.ts'
import { writeFixFile } from '../fix/fixFile.ts'
import { takeFix } from '../fix/takeFix.ts'
import { watchFix } from '../fix/watchFix.ts'
import { pathOf } from './sources.ts'

/** Correcting rows in a spreadsheet. */
export function fixHandlers(parts: EngineParts): Handlers['fixes'] {
  return {
    write: ({ target }, signal) => writeFixFile(parts, target, signal),
    take: ({ target, file }, signal) => takeFix(parts, target, pathOf(parts, file), signal),
    watch({ target, exported }) {
      if (parts.exports.pathOf(exported) === undefined)
        throw new AppError('not-found', 'That file is no longer there. Write it again.')
      // It ends with the engine, whose closing is no failure.
      watchFix(parts, target, exported).catch(() => undefined)
      return Promise.resolve(null)
    },
  }
}
