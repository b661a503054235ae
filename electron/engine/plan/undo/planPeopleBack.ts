import { isDeepStrictEqual } from 'node:util'
import type { PlanSummary } from '../../../../shared/contract/plans.ts'
import type { AccountSchema, Contact, FieldId, RemoteId } from '../../../../shared/model.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import type { Account } from '../../connectors/connector.ts'
import { type Refreshed, refreshMirror } from '../../mirror/refreshMirror.ts'
import type { MirrorStore } from '../../store/mirror.ts'
import type { PlannedRow } from '../../store/plans.ts'
import { planCounter } from '../importTag.ts'
import type { PlanDeps } from '../makePlan.ts'
import { planTally } from '../planTally.ts'
import { undoPeople } from './peopleToUndo.ts'
import { personNowReader } from './personNow.ts'
import { mailWords, stayTally } from './stayWords.ts'
import { summariseUndo } from './summariseUndo.ts'
import { eachBatch, type Making } from './undoMaking.ts'
import { undoRow, type UndoRules } from './undoRow.ts'

/** Compares people as a run left them with what they are now, and keeps what takes that back. */
export async function planPeopleBack(making: Making, signal: AbortSignal): Promise<PlanSummary> {
  const { deps, schema, undo } = making
  const { connector, pacer } = deps
  const before = pacer.requests()
  const listed = new Map<RemoteId, Contact>()
  const refreshed = await readPeopleNow(making, listed, signal)
  const mirrorRequests = pacer.requests() - before
  const rules = undoRules(deps, schema, undo.field)
  const stays = stayTally(connector.title, rules.audienceWords)
  const requests = planCounter(deps.account)
  const tally = planTally()
  const audiences = new Set<string>()
  let editedSince = 0
  const now = personNowReader(deps, listed)
  await eachBatch(making, 'comparing', signal, (rows) => {
    const planned = rows.map(({ row, done }): PlannedRow => {
      const person = done === null ? null : now(done.done.map(({ change }) => change))
      const undone = undoRow(done?.done ?? [], person, rules)
      stays.add(undone.stays)
      if (undone.editedSince) editedSince += 1
      const { kind, reason, warning, changes } = undone
      const email = person?.contact.email ?? done?.email ?? null
      const identity = email === null ? null : foldEmail(email)
      const remoteId = email === null ? (person?.contact.remoteId ?? null) : null
      return { row, kind, reason, warning, changes, email, identity, remoteId, cursor: null }
    })
    for (const row of planned) {
      for (const change of row.changes)
        if (change.object === 'membership') audiences.add(`${change.audience.kind} ${change.audience.id}`)
      tally.add(row)
      if (row.changes.length > 0) requests.add(row.changes)
    }
    return planned
  })
  const { updates, joins, leaves } = tally.counts().changes
  const sends = updates + joins + leaves > 0
  const mails = sends || stays.mayBeMailed() ? [mailWords(connector.title, { sends })] : []
  const said = [...stays.words(), ...mails]
  const made = { object: null, refreshed, mirrorRequests, tally, audiences, requests }
  return summariseUndo(making, made, {
    run: undo.run,
    field: undo.field === null ? null : (rules.fieldLabel(undo.field) ?? undo.field),
    editedSince,
    stays: said,
  })
}

/** Reads the people as they are now, and who is in the audiences that can be left. */
async function readPeopleNow(
  making: Making,
  listed: Map<RemoteId, Contact>,
  signal: AbortSignal,
): Promise<Refreshed> {
  const { deps, undo, schema } = making
  const { account, mirror, clock, connector } = deps
  const people = undoPeople(mirror)
  await eachBatch(making, 'mapping', signal, (rows) => {
    for (const { done } of rows) if (done !== null) people.note(done)
    return []
  })
  let contacts = 0
  const onPage = (count: number) => {
    contacts += count
    deps.onProgress({ phase: 'mirror', done: contacts, total: null })
  }
  onPage(0)
  const audiences = [...people.audiences.values()].filter(
    ({ kind, id }) =>
      undo.field === null &&
      canLeaveKind(connector, kind) &&
      schema.audiences.some((one) => one.kind === kind && one.id === id),
  )
  const reading = { account: noting(account, mirror, listed), mirror, clock, onPage }
  const request = { audiences, channels: [] }
  const wanted = await people.wanted(account, signal)
  const refreshed = await refreshMirror(reading, { ...request, people: wanted }, signal)
  const missing = people.missing()
  if (missing.count > 0)
    await refreshMirror(reading, { audiences: [], channels: [], people: missing }, signal)
  return refreshed
}

/**
 * Keeps what lists show of people where the mirror does not take it over, since they were just written: others may have
 * edited them. Of everybody else the mirror has it.
 */
function noting(account: Account, mirror: MirrorStore, listed: Map<RemoteId, Contact>): Account {
  return {
    ...account,
    async *pull(request, signal) {
      for await (const page of account.pull(request, signal)) {
        // Whoever takes the next page has kept this one.
        yield page
        for (const contact of page.contacts)
          if (isDeepStrictEqual(mirror.contact(contact.remoteId)?.fields, contact.fields))
            listed.delete(contact.remoteId)
          else listed.set(contact.remoteId, contact)
      }
    },
  }
}

function canLeaveKind({ audiences }: PlanDeps['connector'], kind: string): boolean {
  return audiences.some((one) => one.kind === kind && one.canLeave)
}

function undoRules({ connector }: PlanDeps, schema: AccountSchema, field: FieldId | null): UndoRules {
  const audience = ({ kind, id }: { readonly kind: string; readonly id: string }) =>
    schema.audiences.find((one) => one.kind === kind && one.id === id)
  const labels = new Map(schema.fields.map(({ id, label }) => [id, label]))
  return {
    service: connector.title,
    field,
    identifiers: connector.identifiers.map((one) => one.field),
    // Where a field comes into being with its first value, one that nobody has is not listed.
    fieldLabel: (id) => labels.get(id) ?? (connector.declareField ? id.replace(/^[a-z]+[:.]/, '') : null),
    audienceWords: (ref) => `${ref.kind} “${audience(ref)?.name ?? ref.id}”`,
    canJoin: (ref) => audience(ref)?.open === true,
    canLeave: ({ kind }) => canLeaveKind(connector, kind),
    repeatOf: connector.repeatOf,
  }
}
