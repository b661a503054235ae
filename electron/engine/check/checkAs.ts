import type { FieldId, Mapping, ServiceId } from '../../../shared/model.ts'
import type { ObjectTarget } from '../../../shared/objectTypes.ts'

/** As what the rows of a file are checked; it crosses threads. */
export interface CheckAs {
  readonly mapping: Mapping
  /** Fields by one of which a person must be known. */
  readonly identifiers: readonly FieldId[]
  /** What the rows are about where it is not people to bring in, and at which service. */
  readonly object: CheckedObject | null
}

export interface CheckedObject {
  readonly service: ServiceId
  readonly target: ObjectTarget
}
