import { AppError, assertNever } from '../../../shared/errors.ts'
import type { Change, ChangeId } from '../../../shared/model.ts'
import type { ApplyEvent } from './applyEvents.ts'

/** What is known about each change of one `apply`. */
export interface ApplyLedger {
  note(event: ApplyEvent): void
  /** Decides what may be done with whatever was under way. */
  broke(error: unknown): void
  toSend(): readonly Change[]
  toLookUp(): readonly Change[]
  lookedUp(done: ReadonlySet<ChangeId>): void
  /** True when something is left, and all of it waits for a person's decision. */
  nothingMayBeRepeated(): boolean
  someAwaitAnAnswer(): boolean
  withDoubt(error: unknown): unknown
}

/** Keeps the account of one `apply` across its attempts. */
export function openApplyLedger(changes: readonly Change[]): ApplyLedger {
  const open = new Map(changes.map((change) => [change.id, change]))
  const inDoubt = new Set<ChangeId>()
  const unsure = new Set<ChangeId>()
  const rowsToAsk = new Set<number>()
  let underWay: (readonly ChangeId[])[] = []

  const close = (ids: readonly ChangeId[]) => {
    for (const id of ids) for (const set of [open, inDoubt, unsure]) set.delete(id)
    underWay = underWay.map((batch) => batch.filter((id) => open.has(id))).filter((batch) => batch.length > 0)
  }
  /** Half done, and known to be: to be sent again, but in no doubt. */
  const setAside = (ids: readonly ChangeId[]) => {
    const known = new Set(ids)
    underWay = underWay
      .map((batch) => batch.filter((id) => !known.has(id)))
      .filter((batch) => batch.length > 0)
  }
  const doubt = (id: ChangeId) => {
    const change = open.get(id)
    if (!change) return
    inDoubt.add(id)
    switch (change.repeat) {
      case 'safe':
        return
      case 'look-first':
        unsure.add(id)
        return
      case 'ask':
        rowsToAsk.add(change.row)
        return
      default:
        assertNever(change.repeat)
    }
  }
  const remaining = () => [...open.values()]
  // The later steps of a row that waits for a person wait with it.
  const toSend = () => remaining().filter(({ id, row }) => !unsure.has(id) && !rowsToAsk.has(row))

  return {
    note(event) {
      if (event.type === 'sending') underWay.push(event.changes)
      else if (event.type === 'answered') setAside(event.changes)
      else if (event.type === 'job') close(event.changes)
      else close(event.outcomes.map(({ change }) => change))
    },
    broke(error) {
      // `mayHaveHappened` speaks of the last request; one begun before it and still unanswered is in doubt anyway.
      const certain = error instanceof AppError && !error.mayHaveHappened ? underWay.at(-1) : undefined
      for (const batch of underWay) if (batch !== certain) batch.forEach(doubt)
      underWay = []
    },
    toSend,
    toLookUp: () => remaining().filter(({ id, row }) => unsure.has(id) && !rowsToAsk.has(row)),
    lookedUp(done) {
      for (const id of unsure) inDoubt.delete(id)
      unsure.clear()
      close([...done])
    },
    nothingMayBeRepeated: () => rowsToAsk.size > 0 && remaining().every(({ row }) => rowsToAsk.has(row)),
    someAwaitAnAnswer: () => remaining().some(({ row }) => rowsToAsk.has(row)),
    withDoubt: (error) => (inDoubt.size > 0 ? markDoubt(error) : error),
  }
}

function markDoubt(error: unknown): unknown {
  if (!(error instanceof AppError) || error.mayHaveHappened) return error
  const { code, message, retryAfterMs } = error
  const retryAfter = retryAfterMs === undefined ? {} : { retryAfterMs }
  return new AppError(code, message, { cause: error, mayHaveHappened: true, ...retryAfter })
}
