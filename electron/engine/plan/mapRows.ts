import type { Column, Field, FieldId, FieldValue, Problem } from '../../../shared/model.ts'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { compileMapping, type MappedRow } from '../../../shared/mapping/compileMapping.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import type { Connector } from '../connectors/connector.ts'
import type { StagedRow } from '../source/stagedRows.ts'
import type { MappedPlanRow } from '../store/plans.ts'

const email = 'email' as FieldId

/** Turns staged rows into the rows of a plan: values by field, identity, and what is wrong with them. Pure. */
export function rowMapper(
  spec: PlanSpec,
  columns: readonly Column[],
  fields: readonly Field[],
  storedValue: Connector['storedValue'],
): (staged: StagedRow) => MappedPlanRow {
  const map = compileMapping(spec.mapping, columns)
  const fieldById = new Map(fields.map((field) => [field.id, field]))
  const cursorColumn = spec.append?.cursorColumn ?? null
  const stored = (mapped: MappedRow) => {
    const values: Record<FieldId, FieldValue> = {}
    for (const [id, value] of Object.entries(mapped.values) as [FieldId, FieldValue][]) {
      const field = fieldById.get(id)
      if (id !== email && field) values[id] = value === null ? null : storedValue(field, value)
    }
    return values
  }
  return ({ row, cells }) => {
    const mapped = map(cells, row)
    const address = mapped.values[email]
    const valid = mapped.severity !== 'invalid' && typeof address === 'string'
    return {
      row,
      kind: valid ? null : 'invalid',
      reason: valid ? null : words(mapped.problems),
      warning: valid && mapped.problems.length > 0 ? words(mapped.problems) : null,
      identity: valid ? foldEmail(address) : null,
      email: typeof address === 'string' ? address : null,
      mapped: valid ? stored(mapped) : {},
      leftReason: mapped.left,
      cursor: cursorColumn === null ? null : (cells[cursorColumn] ?? '').trim(),
    }
  }
}

function words(problems: readonly Problem[]): string {
  return problems.map((problem) => problem.message).join(' ')
}
