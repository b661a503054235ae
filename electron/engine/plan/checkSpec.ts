import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { AppError } from '../../../shared/errors.ts'
import { noSuchColumn } from '../../../shared/mapping/columnAt.ts'
import { mappingProblems } from '../../../shared/mapping/mappingProblems.ts'
import type { AccountSchema } from '../../../shared/model.ts'
import { checkConfirmation } from './checkConfirmation.ts'
import { checkLists } from './checkLists.ts'
import type { PlanDeps } from './makePlan.ts'
import { checkMirror } from './mirror/mirroredAudiences.ts'
import { audiencesJoined, audiencesOf, audiencesRead, checkConsent } from './planConsent.ts'
import { checkRules } from './rules/checkRules.ts'

/** @throws AppError `invalid-input` or `not-found`, in words, for a plan that its file or its account does not allow */
export function checkSpec(deps: PlanDeps, spec: PlanSpec, schema: AccountSchema): void {
  const { connector, connection, staged } = deps
  const cursor = spec.append?.cursorColumn ?? 0
  if (cursor >= staged.info.columns.length)
    throw new AppError('invalid-input', noSuchColumn(staged.info.columns, cursor))
  const problems = mappingProblems(spec.mapping, staged.info.columns, schema.fields, {
    requiredFields: connector.identifiers.map(({ field }) => field),
  })
  if (problems.length > 0) throw new AppError('invalid-input', problems.join(' '))
  checkConsent(deps, spec)
  checkConfirmation(connector, spec)
  checkMirror(connector, spec)
  const idColumn = spec.stableId?.column ?? 0
  if (idColumn >= staged.info.columns.length)
    throw new AppError('invalid-input', noSuchColumn(staged.info.columns, idColumn))
  checkRules(connector, spec, staged.info.columns, schema)
  checkLists(connector, spec, staged.info.columns)
  const joined = [...audiencesOf(spec), ...audiencesJoined(spec)]
  for (const audience of audiencesRead(spec)) {
    const found = schema.audiences.find((one) => one.kind === audience.kind && one.id === audience.id)
    const where = `${connector.title} · ${connection.name}`
    if (!found)
      throw new AppError(
        'not-found',
        `${where} has no ${audience.kind} with the id ${audience.id} any more. Choose another.`,
      )
    const isJoined = joined.some(({ kind, id }) => kind === audience.kind && id === audience.id)
    if (isJoined && !found.open)
      throw new AppError(
        'invalid-input',
        `The ${audience.kind} “${found.name}” in ${where} takes nobody now. Activate it there, or choose another.`,
      )
  }
}
