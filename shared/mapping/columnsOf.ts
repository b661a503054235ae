import type { ValueOrigin } from '../model.ts'

/** The columns that a field is filled from. */
export function columnsOf(from: ValueOrigin): readonly number[] {
  if ('column' in from) return [from.column]
  return 'template' in from ? from.template.flatMap((part) => ('column' in part ? [part.column] : [])) : []
}
