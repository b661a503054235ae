import type { UnplacedValue } from '../../../../shared/lists/listColumns.ts'
import type { AudienceRef, FieldId, FieldRule, FieldValue } from '../../../../shared/model.ts'

/** What the rules that are true of a row do with it, beside what is done with every row. */
export interface RowActions {
  readonly joins: readonly AudienceRef[]
  readonly leaves: readonly AudienceRef[]
  /** Fields that are set, and to what; a value that could not be read is absent. */
  readonly sets: readonly FieldRule[]
  readonly values: Readonly<Record<FieldId, FieldValue>>
  readonly unsubscribes: boolean
  /** What of it could not be read. */
  readonly warning: string | null
  /** What its lists name and is made before the run. */
  readonly unplaced?: readonly UnplacedValue[]
}
