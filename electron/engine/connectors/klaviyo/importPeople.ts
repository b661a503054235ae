import { AppError } from '../../../../shared/errors.ts'
import type { Change, FieldId } from '../../../../shared/model.ts'
import type { RequestNote } from '../connector.ts'
import type { ApplyEvent, StepOutcome } from '../applyEvents.ts'
import { importJob, understand } from './answers.ts'
import type { ApplyDeps } from './apply.ts'
import { listWords } from './audience.ts'
import type { KlaviyoError } from './errorDocument.ts'
import { importBody } from './importBatches.ts'
import { idsOf } from './idsOf.ts'
import { identifiersSent } from './importedProfile.ts'
import { jobRef } from './jobRef.ts'
import type { KlaviyoAnswer } from './request.ts'
import type { ImportedRow } from './sortRow.ts'

export const importPath = '/api/profile-bulk-import-jobs'

type Rows = readonly ImportedRow<Change>[]

/**
 * One bulk import. Klaviyo checks all of it before it takes any of it, and names the rows it refuses: those are
 * settled, and the rest is sent again.
 *
 * @throws AppError `rejected` when it refuses something that is not a row's.
 */
export async function* importPeople(
  deps: ApplyDeps,
  rows: Rows,
  lists: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  let rest = rows
  while (rest.length > 0) {
    const changes = rest.flatMap((row) => row.changes)
    yield { type: 'sending', changes: idsOf(changes), request: noteOf(changes) }
    const answer = await sendImport(deps, rest, lists, signal)
    if (answer.status < 300) {
      const { id } = understand(importJob, answer, 'the import').data
      yield { type: 'job', job: jobRef(id, deps.clock.now()), changes: idsOf(changes) }
      return
    }
    const refused = refusedRows(answer, rest.length)
    if (refused === null) throw wholeRefused(deps, answer, lists)
    const outcomes = rest.flatMap((row, n) => refusals(row, refused.get(n), answer.status))
    yield { type: 'settled', outcomes, contacts: [] }
    rest = rest.filter((_, n) => !refused.has(n))
  }
}

function sendImport(
  { send }: ApplyDeps,
  rows: Rows,
  lists: readonly string[],
  signal: AbortSignal,
): Promise<KlaviyoAnswer> {
  const profiles = rows.map(({ json }) => json)
  const body = importBody(profiles, lists)
  return send({ method: 'POST', path: importPath, body, accept: [400], about: 'the import' }, signal)
}

function noteOf(changes: readonly Change[]): RequestNote {
  const fields = new Set(
    changes.flatMap((change) =>
      change.object === 'contact'
        ? [...identifiersSent(change.key), ...(Object.keys(change.after) as FieldId[])]
        : [],
    ),
  )
  return { method: 'POST', path: importPath, fields: [...fields] }
}

/** Which rows the errors name, by position, with Klaviyo's words; `null` as soon as one names none. Pure. */
export function refusedRows(
  { errors }: { readonly errors: readonly KlaviyoError[] },
  rowCount: number,
): ReadonlyMap<number, string> | null {
  const refused = new Map<number, string>()
  for (const { pointer, detail, code } of errors) {
    const [, position] = /^\/data\/attributes\/profiles\/data\/(\d+)(?:\/|$)/.exec(pointer) ?? []
    const row = Number(position ?? NaN)
    if (!(row < rowCount)) return null
    const words = detail === '' ? `error ${code}` : detail
    refused.set(row, [refused.get(row), words].filter((one) => one !== undefined).join('; '))
  }
  return refused.size === 0 ? null : refused
}

function refusals(
  { changes }: ImportedRow<Change>,
  words: string | undefined,
  httpStatus: number,
): readonly StepOutcome[] {
  if (words === undefined) return []
  return changes.map(({ id, object }, n) => {
    const isFirst = n === 0 || object === 'contact'
    const reason = isFirst
      ? `Klaviyo said: “${words}”`
      : `Not sent, because Klaviyo refused this person: “${words}”`
    return { change: id, status: 'rejected', httpStatus, reason }
  })
}

function wholeRefused(
  { listNames }: ApplyDeps,
  { words }: KlaviyoAnswer,
  lists: readonly string[],
): AppError {
  const where =
    lists.length === 0 ? '' : ` into the ${lists.map((id) => listWords(id, listNames)).join(' and the ')}`
  const said = words === '' ? 'It gave no reason.' : `Klaviyo said: “${words}”.`
  return new AppError(
    'rejected',
    `Klaviyo refused the whole import${where}, and nobody was written by it. ${said} If a list was deleted, choose another one and plan again.`,
  )
}
