import type { Change } from '../../../../shared/model.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import { importError, type ImportError } from './answers.ts'
import { placeOf } from './fields.ts'
import { listAll, peoplePerPage } from './list.ts'
import type { SendToKlaviyo } from './request.ts'

/** What Klaviyo says went wrong in an import: by row where its payload tells whose it is, and the rest. */
export interface ImportErrors {
  readonly byRow: ReadonlyMap<number, string>
  /** Words that belong to no row for certain. */
  readonly others: readonly string[]
}

export async function readImportErrors(
  send: SendToKlaviyo,
  jobPath: string,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<ImportErrors> {
  const request = {
    path: `${jobPath}/import-errors`,
    row: importError,
    pageSize: peoplePerPage,
    about: 'what went wrong in the import',
  }
  return matchErrors(await listAll(send, request, signal), changes)
}

/**
 * Finds the row of each error by the identifiers in its `original_payload`, whose form Klaviyo doesn't describe: any
 * id, address, phone or external id at any depth that only one row has. Pure.
 */
export function matchErrors(errors: readonly ImportError[], changes: readonly Change[]): ImportErrors {
  const rows = rowsByIdentifier(changes)
  const byRow = new Map<number, string>()
  const others: string[] = []
  for (const { attributes } of errors) {
    const words = attributes.detail ?? attributes.title ?? 'no reason given'
    const row = identifiersIn(attributes.original_payload)
      .map((one) => rows.get(one))
      .find(isRow)
    if (row === undefined) others.push(words)
    else byRow.set(row, words)
  }
  return { byRow, others }
}

const ambiguous = -1

function isRow(row: number | undefined): row is number {
  return row !== undefined && row !== ambiguous
}

const identifiers = ['id', 'email', 'phone_number', 'external_id'] as const
type Identifier = (typeof identifiers)[number]

function rowsByIdentifier(changes: readonly Change[]): ReadonlyMap<string, number> {
  const rows = new Map<string, number>()
  const add = (kind: Identifier, value: unknown, row: number) => {
    if (typeof value !== 'string' || value === '') return
    const name = nameOf(kind, value)
    const known = rows.get(name)
    rows.set(name, known === undefined || known === row ? row : ambiguous)
  }
  for (const change of changes) {
    add('id', change.key.remoteId, change.row)
    add('email', change.key.email, change.row)
    add('phone_number', change.key.phone, change.row)
    add('external_id', change.key.externalId, change.row)
    if (change.object !== 'contact') continue
    for (const [field, value] of Object.entries(change.after)) {
      const place = placeOf(field as keyof typeof change.after)
      const kind = identifiers.find((one) => one === place.name)
      if (place.in === 'attributes' && kind !== undefined) add(kind, value, change.row)
    }
  }
  return rows
}

/** The strongest first. A payload may be the profile, its attributes or the whole document, or JSON as text. */
function identifiersIn(payload: unknown): readonly string[] {
  const parts = partsOf(payload, 4)
  return identifiers.flatMap((kind) =>
    parts
      .map((part) => part[kind])
      .filter((value) => typeof value === 'string')
      .map((value) => nameOf(kind, value)),
  )
}

function partsOf(value: unknown, depth: number): Record<string, unknown>[] {
  if (depth === 0) return []
  if (typeof value === 'string') return value.startsWith('{') ? partsOf(parsed(value), depth - 1) : []
  if (typeof value !== 'object' || value === null) return []
  const part = value as Record<string, unknown>
  // A property may be called `email` and hold somebody else's.
  const inner = Object.entries(part).filter(([name]) => name !== 'properties')
  return [part, ...inner.flatMap(([, one]) => partsOf(one, depth - 1))]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Text that only begins like JSON says nothing about a row.
    return null
  }
}

function nameOf(kind: Identifier, value: string): string {
  return `${kind} ${kind === 'email' ? foldEmail(value) : value}`
}
