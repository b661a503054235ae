import { AppError } from '../../shared/errors.ts'
import type { RunId } from '../../shared/model.ts'

/** A run as people write it: its number in the list of runs. */
export function runNumber(text: string): RunId {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text) as RunId
  throw new AppError('invalid-input', `“${text}” is not the number of a run. See the list: listferry runs`)
}
