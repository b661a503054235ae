import type { ProblemKind } from '../model.ts'

/**
 * What can be wrong with a cell or a row, finer than what a plan needs to know: each kind is a way of going wrong that
 * people put right in the same way.
 */
export const checkKinds = [
  'misspelt-domain',
  'at-sign',
  'dot-at-end',
  'punctuation',
  'space-inside',
  'full-width',
  'extra-text',
  'two-addresses',
  'bad-email',
  'no-email',
  'nobody',
  'nothing-named',
  'missing-value',
  'not-accepted',
  'bad-phone',
  'bad-number',
  'bad-date',
  'bad-boolean',
  'unknown-value',
  'error-cell',
  'too-few-cells',
  'too-many-cells',
  'broken-quotes',
  'damaged-text',
] as const
export type CheckKind = (typeof checkKinds)[number]

/**
 * - `row`: the row goes nowhere as it is.
 * - `value`: the row goes, but without this value.
 * - `look`: everything goes; somebody should look at it.
 */
export type CheckWeight = 'row' | 'value' | 'look'

/** One problem of one row. */
export interface CellProblem {
  readonly kind: CheckKind
  /** 0-based; `null` where it is about the row as a whole, or about several columns that were joined. */
  readonly column: number | null
  readonly weight: CheckWeight
  /** In words that name the column and quote the cell. */
  readonly message: string
  /** What the cell most likely should be; `null` where nobody can tell. Reads without a problem. */
  readonly fix: string | null
}

/** How the readings of a mapping and of staging are called here; `null`: it has no row. */
export function checkKindOf(kind: ProblemKind): CheckKind | null {
  switch (kind) {
    case 'invalid-email':
      return 'bad-email'
    case 'missing-email':
      return 'no-email'
    case 'missing-identifier':
      return 'nobody'
    case 'invalid-phone':
      return 'bad-phone'
    case 'invalid-number':
      return 'bad-number'
    case 'invalid-date':
      return 'bad-date'
    case 'invalid-boolean':
      return 'bad-boolean'
    case 'unknown-value':
    case 'error-cell':
    case 'too-few-cells':
    case 'too-many-cells':
      return kind
    case 'unclosed-quote':
    case 'stray-quote':
      return 'broken-quotes'
    case 'nul-bytes':
    case 'undecodable-text':
    case 'record-too-long':
      return 'damaged-text'
    case 'hidden-rows':
    case 'empty-header':
    case 'duplicate-header':
      return null
  }
}

/** A group of problems in a few words, for a list beside the rows. */
export const checkTitles: Readonly<Record<CheckKind, string>> = {
  'misspelt-domain': 'Misspelt domain',
  'at-sign': '@ missing or doubled',
  'dot-at-end': 'Dot or mark at the end',
  punctuation: 'Comma or dot out of place',
  'space-inside': 'Space inside the address',
  'full-width': 'Full-width characters',
  'extra-text': 'More than the address',
  'two-addresses': 'Two addresses in a cell',
  'bad-email': 'Not an email address',
  'no-email': 'No email address',
  nobody: 'Nobody named',
  'nothing-named': 'Nothing named',
  'missing-value': 'Needed value missing',
  'not-accepted': 'Not accepted as it is',
  'bad-phone': 'Phone number',
  'bad-number': 'Number',
  'bad-date': 'Date',
  'bad-boolean': 'Yes or no',
  'unknown-value': 'Value without a rule',
  'error-cell': 'Spreadsheet error',
  'too-few-cells': 'Too few cells',
  'too-many-cells': 'Too many cells',
  'broken-quotes': 'Quote marks',
  'damaged-text': 'Damaged text',
}
