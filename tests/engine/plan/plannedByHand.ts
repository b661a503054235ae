import { consentDateReader } from '../../../electron/engine/plan/consentDate.ts'
import { type DiffRules, diffRow } from '../../../electron/engine/plan/diffRow.ts'
import { importTagOf, markImport } from '../../../electron/engine/plan/importTag.ts'
import { type ReadRow, rowReader } from '../../../electron/engine/plan/readRow.ts'
import { type LedTo, whoIsMeant } from '../../../electron/engine/plan/whoIsMeant.ts'
import type { PlannedRow } from '../../../electron/engine/store/plans.ts'
import { compileLists, type RowLists } from '../../../shared/lists/compileLists.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import { trimInvisible } from '../../../shared/values/trimInvisible.ts'
import { type Case, nastyColumns } from './nastyFiles.ts'
import { refusedEmail } from './planCase.ts'

type ValidRow = Extract<ReadRow, { readonly valid: true }>
type Kind = 'email' | 'phone' | 'externalId'

/** A valid row, and what the other rows say of it. */
interface Known {
  read: ValidRow
  /** As they are read: with what was merged into them. */
  cells: readonly string[]
  left: string | null
  duplicate: { readonly of: number; readonly by: Kind } | null
}

/** What a plan must say of each row, worked out by comparing every row with all the others and with every contact. */
export function plannedByHand(one: Case): PlannedRow[] {
  const { spec, connector, schema } = one
  const columns = nastyColumns.map((name, index) => ({ index, name, header: name }))
  const read = rowReader(spec, columns, schema.fields, connector)
  const rows = one.rows.map((cells, n) => read({ row: n + 1, cells }))
  const valid = rows.filter((row) => row.valid)
  const known = new Map(
    valid.map((row): [number, Known] => [
      row.row,
      { read: row, cells: one.rows[row.row - 1] ?? [], left: row.leftReason, duplicate: null },
    ]),
  )
  const all = [...known.values()]
  for (const kind of kinds) spreadLeft(all, kind)
  for (const kind of kinds) markDuplicates(all, kind, one)
  if (spec.duplicates === 'merge')
    for (const row of all) {
      row.read = merged(one, row, all, (cells) => read({ row: row.read.row, cells }))
      row.left = row.read.leftReason ?? row.left
    }
  const dateOf = consentDateReader(spec.consent, columns, spec.mapping.values, Date.now())
  const rules = rulesOf(one)
  const listsOf = compileLists(spec.lists ?? [], columns)
  const tag = importTagOf(connector, spec, schema)
  return rows.map((row, n) =>
    markImport(
      planned(
        one,
        known.get(row.row)?.read ?? row,
        known.get(row.row),
        withLists(rules, listsOf(known.get(row.row)?.cells ?? one.rows[n] ?? [])),
        dateOf(known.get(row.row)?.cells ?? one.rows[n] ?? []),
      ),
      tag,
      connector.repeatOf,
    ),
  )
}

interface RowRules {
  readonly rules: DiffRules
  /** Of which values of a list nothing is done. */
  readonly said: string | null
}

function withLists(rules: DiffRules, lists: RowLists | null): RowRules {
  if (lists === null) return { rules, said: null }
  const others = rules.audiences.filter(({ id }) => !lists.joins.some((one) => one.id === id))
  return { rules: { ...rules, audiences: [...others, ...lists.joins] }, said: lists.warning }
}

/** In the order in which they decide. Somebody's identity is one of the others where there is no address. */
const kinds: readonly Kind[] = ['email', 'phone', 'externalId']

function nameOf({ identity, phone, externalId }: ValidRow, kind: Kind): string | null {
  if (kind === 'email') return identity
  return kind === 'phone' ? phone : externalId
}

function spreadLeft(rows: readonly Known[], kind: Kind): void {
  const before = rows.map(({ left }) => left)
  for (const row of rows) {
    const name = nameOf(row.read, kind)
    const said = rows.flatMap(({ read }, n) =>
      name !== null && nameOf(read, kind) === name ? (before[n] ?? []) : [],
    )
    row.left ??= said.sort().at(-1) ?? null
  }
}

function markDuplicates(rows: readonly Known[], kind: Kind, { spec, rows: cells }: Case): void {
  const open = rows.filter(({ duplicate }) => duplicate === null)
  for (const [name, same] of Map.groupBy(open, ({ read }) => nameOf(read, kind))) {
    const kept = name === null ? undefined : theOneThatCounts(same, spec, cells)?.read.row
    for (const row of same)
      if (kept !== undefined && kept !== row.read.row) row.duplicate = { of: kept, by: kind }
  }
}

function theOneThatCounts(
  same: readonly Known[],
  { duplicates, mapping }: Case['spec'],
  rows: Case['rows'],
): Known | undefined {
  if (duplicates === 'first') return same[0]
  if (duplicates !== 'most-complete') return same.at(-1)
  const columnsIn = ({ from }: (typeof mapping.fields)[number]) => {
    if ('column' in from) return [from.column]
    return 'template' in from ? from.template.flatMap((part) => ('column' in part ? [part.column] : [])) : []
  }
  const columns = new Set(mapping.fields.flatMap(columnsIn))
  const filled = ({ read }: Known) =>
    [...columns].filter((column) => trimInvisible(rows[read.row - 1]?.[column] ?? '') !== '').length
  const most = Math.max(...same.map(filled))
  return same.filter((one) => filled(one) === most).at(-1)
}

/** A row that counts, with its blanks filled from all that lead to it. */
function merged(
  { rows, spec }: Case,
  row: Known,
  all: readonly Known[],
  read: (cells: readonly string[]) => ReadRow,
): ValidRow {
  if (row.duplicate !== null) return row.read
  const leadingTo = (to: number): Known[] =>
    all.filter(({ duplicate }) => duplicate?.of === to).flatMap((one) => [one, ...leadingTo(one.read.row)])
  const others = leadingTo(row.read.row)
    .sort((one, other) => other.read.row - one.read.row)
    .map((one) => rows[one.read.row - 1] ?? [])
  if (others.length === 0) return row.read
  const width = Math.max(...[row.cells, ...others].map(({ length }) => length))
  const cells = Array.from({ length: width }, (_, at) =>
    [row.cells, ...others]
      .map((one) => one[at])
      .find((cell) => cell !== undefined && trimInvisible(cell) !== ''),
  )
  // A blank is as it is in the row itself; a cell that it lacks stays lacking.
  row.cells = cells.map((cell, at) =>
    at === spec.append?.cursorColumn ? row.cells[at] : (cell ?? row.cells[at]),
  ) as string[]
  const found = read(row.cells)
  if (!found.valid) throw new Error(`Row ${row.read.row} means nobody once it is merged.`)
  return found
}

const words = { email: 'address', phone: 'phone number', externalId: 'external id' } as const

const ruleWords = {
  last: ' as the last one',
  first: ' as the first one',
  'most-complete': ' as the most complete one',
  merge: ' as the last one, its blanks filled from the others',
} as const

function planned(
  one: Case,
  read: ReadRow,
  known: Known | undefined,
  { rules, said }: RowRules,
  consentDate: ReturnType<ReturnType<typeof consentDateReader>>,
): PlannedRow {
  const { row, email, warning, cursor } = read
  const none = { row, email, warning, cursor, identity: null, remoteId: null, changes: [] }
  if (!read.valid || known === undefined)
    return { ...none, kind: 'invalid', reason: read.valid ? null : read.reason }
  const { identity, phone, externalId } = read
  const named = { ...none, identity }
  const { duplicate, left } = known
  if (duplicate !== null)
    return {
      ...named,
      kind: 'duplicate',
      reason: `the same ${words[duplicate.by]} is in row ${duplicate.of}, which counts${ruleWords[one.spec.duplicates]}`,
    }
  const leftOut = whyLeftOut(one, read)
  if (leftOut !== null) return { ...named, kind: 'left-out', reason: leftOut }
  const meant = personOf(one, read)
  if (meant.who === 'conflict') return { ...named, kind: 'invalid', reason: meant.reason }
  if (identity === refusedEmail)
    return {
      ...named,
      kind: 'invalid',
      reason: `${one.connector.title} does not take “${refusedEmail}” for an email address. Correct it in the file.`,
    }
  const led = meant.who === 'one' ? meant.led : null
  const byOther = led !== null && led.kind !== 'email'
  const address = byOther && led.contact.email === null && email !== null ? { email } : {}
  const values = Object.fromEntries(Object.entries(read.values).filter(([field]) => field !== 'email'))
  const diff = diffRow(
    {
      email,
      phone,
      externalId,
      mapped: { ...values, ...address },
      leftReason: left,
      contact: led?.contact ?? null,
      memberships: rules.audiences
        .concat(rules.consent?.audience ?? [])
        .filter(({ id }) => led?.found.memberOf.some((audience) => audience.id === id)),
      consentDate,
    },
    rules,
  )
  const remoteId = byOther ? led.contact.remoteId : null
  return {
    ...named,
    ...diff,
    remoteId,
    warning: [warning, said, diff.warning].filter(Boolean).join(' ') || null,
  }
}

function whyLeftOut({ spec, remembered }: Case, { identity, cursor }: ValidRow): string | null {
  if (spec.append === null) return null
  const dealt = remembered.find((person) => person.identity === identity && person.done)
  if (spec.append.cursorColumn === null)
    return dealt === undefined ? null : 'an earlier run dealt with this person'
  if (cursor === null) return null
  const at = (values: readonly (number | string | null)[]) =>
    values.filter((value) => value !== null).map(Number)
  const through = Math.min(
    Math.max(...at(remembered.map((person) => person.cursor))),
    ...at(remembered.filter(({ done }) => !done).map((person) => person.cursor)),
  )
  const isDealt = dealt !== undefined && dealt.cursor !== null && Number(cursor) <= Number(dealt.cursor)
  return isDealt || Number(cursor) < through ? 'not newer than what earlier runs dealt with' : null
}

function personOf({ contacts }: Case, { email, phone, externalId }: ValidRow) {
  type Person = Case['contacts'][number]
  const folded = email === null ? null : foldEmail(email)
  const lead = (kind: Kind, value: string | null, has: (contact: Person) => boolean): LedTo<Person>[] => {
    const found = value === null ? [] : contacts.filter(has)
    // Of several people with one address whoever left decides.
    const contact = found.filter(({ left }) => left !== null).at(-1) ?? found[0]
    return contact === undefined || value === null ? [] : [{ kind, value, contact, found: contact }]
  }
  return whoIsMeant(folded, [
    ...lead('email', folded, (one) => one.email !== null && foldEmail(one.email) === folded),
    ...lead('phone', phone, (one) => one.phone === phone),
    ...lead('externalId', externalId, (one) => one.externalId === externalId),
  ])
}

function rulesOf({ spec, connector, schema }: Case): DiffRules {
  const { consent, audiences, mode, heldBack, mapping } = spec
  const found = schema.audiences.find(({ id }) => id === consent?.audience?.id)
  return {
    mode,
    heldBack,
    audiences,
    consent: consent && {
      channels: consent.channels,
      audience: consent.audience,
      source: consent.source,
      optIn: found?.optIn ?? null,
      phoneField: connector.consent?.phoneField ?? null,
      askedBefore: () => null,
    },
    fields: mapping.fields,
    audienceWords: ({ kind, id }) => `${kind} “Audience ${id}”`,
    repeatOf: connector.repeatOf,
  }
}
