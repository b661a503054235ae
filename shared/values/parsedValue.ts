import type { FieldValue, ProblemKind } from '../model.ts'

/**
 * What reading a cell as a type came to.
 * - `value` is never `null` here: whether a blank clears a field is the mapping's choice.
 * - `note` is there when the value is good but was read in a way the user should see.
 * - `message` quotes the cell, gives the reason and needs no other context than the column's name.
 */
export type ParsedValue =
  | { readonly ok: true; readonly value: Exclude<FieldValue, null>; readonly note?: ReadingNote }
  | { readonly ok: false; readonly problem: ProblemKind; readonly message: string }

/** A value that was read, but in a way the user should see. */
export interface ReadingNote {
  readonly kind: ProblemKind
  readonly message: string
}

export function good(value: Exclude<FieldValue, null>, note?: ReadingNote): ParsedValue {
  return note === undefined ? { ok: true, value } : { ok: true, value, note }
}

export function bad(problem: ProblemKind, message: string): ParsedValue {
  return { ok: false, problem, message }
}
