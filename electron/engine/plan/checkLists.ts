import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { AppError } from '../../../shared/errors.ts'
import { noSuchColumn } from '../../../shared/mapping/columnAt.ts'
import type { Column } from '../../../shared/model.ts'
import type { Connector } from '../connectors/connector.ts'

/** @throws AppError `invalid-input` for a column of lists that the file doesn't have, or of a kind that the service lacks. */
export function checkLists(
  { title, audiences }: Pick<Connector, 'title' | 'audiences'>,
  { lists = [] }: Pick<PlanSpec, 'lists'>,
  columns: readonly Column[],
): void {
  const kinds = audiences.map(({ kind }) => kind)
  for (const { column, kind, values } of lists) {
    if (columns[column] === undefined) throw new AppError('invalid-input', noSuchColumn(columns, column))
    const other = [kind, ...values.flatMap(({ audience }) => audience?.kind ?? [])].find(
      (one) => !kinds.includes(one),
    )
    if (other !== undefined)
      throw new AppError(
        'invalid-input',
        `${title} has no ${other} to put people into. Choose ${kinds.join(' or ')} for “${columns[column].name}”.`,
      )
  }
}
