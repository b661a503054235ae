import type { OtherValues, TransformStep } from '../../model.ts'
import { quoteCell } from '../quoteCell.ts'
import { trimInvisible } from '../trimInvisible.ts'
import type { Step, StepResult } from './step.ts'

type ValuesTransform = Extract<TransformStep, { readonly step: 'values' }>

/** A table of values: `Germany` → `DE`. The first row that has a value counts. */
export function valuesStep({ values, others }: ValuesTransform): Step {
  const exact = new Map<string, string>()
  const folded = new Map<string, string>()
  for (const { from, to } of values) {
    if (!exact.has(from)) exact.set(from, to)
    const key = foldValue(from)
    if (!folded.has(key)) folded.set(key, to)
  }
  // As it is written is nearly always as it stands in the table.
  return (text) => exact.get(text) ?? folded.get(foldValue(text)) ?? otherwise(others, text)
}

/** What two cells have in common that are the same value: capitals and the space around do not count. */
export function foldValue(text: string): string {
  return trimInvisible(text).normalize('NFC').toLowerCase()
}

function otherwise(others: OtherValues, text: string): StepResult {
  if (others === 'leave') return text
  if (others === 'blank') return ''
  if (others === 'refuse')
    return {
      problem: 'unknown-value',
      message: `${quoteCell(trimInvisible(text))} is not in the table of values. Add it, or choose what becomes of others.`,
    }
  return others.value
}
