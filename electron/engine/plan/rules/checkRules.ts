import type { PlanSpec } from '../../../../shared/contract/plans.ts'
import { AppError } from '../../../../shared/errors.ts'
import { noSuchColumn } from '../../../../shared/mapping/columnAt.ts'
import { mappingProblems } from '../../../../shared/mapping/mappingProblems.ts'
import type { AccountSchema, Column } from '../../../../shared/model.ts'
import { conditionFields, ruleAudiences, ruleColumns, setsOf } from '../../../../shared/rules/partsOfRules.ts'
import type { Connector } from '../../connectors/connector.ts'

/**
 * @throws AppError `invalid-input` for rules that name what the file or the account doesn't have, or that the service
 * can't do. Whether audiences are there is looked at with those of the plan.
 */
export function checkRules(
  { title, audiences, identifiers }: Pick<Connector, 'title' | 'audiences' | 'identifiers'>,
  spec: PlanSpec,
  columns: readonly Column[],
  { fields }: AccountSchema,
): void {
  const refuse = (message: string) => new AppError('invalid-input', message)
  const missing = ruleColumns(spec).find((index) => columns[index] === undefined)
  if (missing !== undefined) throw refuse(noSuchColumn(columns, missing))
  const unknown = conditionFields(spec).find((id) => !fields.some((field) => field.id === id))
  if (unknown !== undefined)
    throw refuse(
      `The account has no field “${unknown}” any more, which a filter looks at. Choose another field.`,
    )
  const canLeave = new Set(audiences.filter((one) => one.canLeave).map(({ kind }) => kind))
  const stays = ruleAudiences(spec, 'leave').find(({ kind }) => !canLeave.has(kind))
  if (stays !== undefined)
    throw refuse(
      `${title} has no way to take people out of a ${stays.kind}. Choose a ${[...canLeave].join(' or ')} to leave, or do it in ${title} itself.`,
    )
  const isWho = identifiers.map(({ field }) => field)
  for (const rule of setsOf(spec)) {
    if (isWho.includes(rule.field))
      throw refuse('A rule can’t set what people are known by. Map a column to it instead.')
    const one = { ...spec.mapping, fields: [rule], left: [] }
    const [problem] = mappingProblems(one, columns, fields, { requiredFields: [] })
    if (problem !== undefined) throw refuse(problem)
  }
}
