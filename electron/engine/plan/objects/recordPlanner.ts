import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import { leftWords } from '../leftWords.ts'
import type { StagedRow } from '../../source/stagedRows.ts'
import type { PlannedRow } from '../../store/plans.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { ObjectPlanner, ObjectPlanning } from './makeObjectPlan.ts'
import { nameOf, objectIndex, sameName } from './objectIndex.ts'
import { type ObjectRow, objectReader, textIn } from './objectReader.ts'
import { nobodyNamed, readPeople } from './peopleInFile.ts'
import { readAllOf } from './readAllOf.ts'
import { planRecord, type RecordPlan, type RecordRules } from './planRecord.ts'
import { rowGroups } from './rowGroups.ts'

/** Plans rows about objects that are not people: tags, fields, broadcasts, purchases, webhooks. */
export function recordPlanner(planning: ObjectPlanning): ObjectPlanner {
  const { deps, spec, type, target, eachBatch } = planning
  const { connector, account, mirror } = deps
  const read = objectReader(
    spec,
    deps.staged.info.columns,
    type,
    (values) => connector.storedObject?.(type.id, values) ?? values,
  )
  const winners = new Map<string, number>()
  const groups = rowGroups(type)
  let rules: RecordRules | null = null

  const planned = (row: ObjectRow, by: RecordRules): RecordPlan =>
    row.problem === null ? planRecord(row.values, by) : { ...nothing, kind: 'invalid', reason: row.problem }

  return {
    async prepare(signal) {
      const objects = await readAllOf(type, deps, signal)
      const index = objectIndex(type, objects)
      const op = target.op === 'unsubscribe' ? 'update' : target.op
      const by: RecordRules = { type, op, index, connector, sendsAll: spec.mode === 'full-refresh' }
      rules = by
      const people = nobodyNamed()
      await eachBatch('mapping', (batch) => {
        for (const staged of batch) {
          const row = read(staged)
          const key = duplicateKey(row, by)
          if (key !== null && (spec.duplicates === 'last' || !winners.has(key))) winners.set(key, row.row)
          const email = textIn(row.values, 'email')
          if (email !== '') people.emails.add(foldEmail(email))
        }
      })
      if (type.groupBy !== null)
        await eachBatch('mapping', (batch) => {
          for (const staged of batch) {
            const row = read(staged)
            const key = duplicateKey(row, by)
            if (key === null || winners.get(key) === row.row)
              groups.add(row, planned(row, by), index.same(row.values).length)
          }
        })
      if (people.emails.size > 0) await readPeople(deps, people, signal)
      return 'everyone'
    },

    async plan(staged: StagedRow, signal): Promise<PlannedRow> {
      if (rules === null) throw new AppError('bug', 'A plan was begun before its account was read.')
      const row = read(staged)
      const email = textIn(row.values, 'email')
      const base = {
        row: row.row,
        email: email || nameOf(type, row.values) || null,
        warning: row.warning,
        identity: email === '' ? null : foldEmail(email),
        remoteId: null,
        cursor: null,
        changes: [],
      }
      const key = duplicateKey(row, rules)
      const winner = key === null ? undefined : winners.get(key)
      if (winner !== undefined && winner !== row.row)
        return {
          ...base,
          kind: 'duplicate',
          reason: `the same ${type.groupBy === null ? type.one : 'product'} is in row ${winner}, which counts`,
        }
      const plan = groups.settle(row, planned(row, rules))
      const changes = plan.change === null ? [] : [plan.change]
      const left = plan.change === null ? null : whoLeft(email, row)
      if (left !== null)
        return { ...base, kind: 'held-back', reason: left.words, changes: left.goes ? changes : [] }
      const reason = plan.target === null ? plan.reason : await account.lossOf?.(type.id, plan.target, signal)
      return { ...base, kind: plan.kind, reason: reason ?? null, changes }
    },
  }

  /** A purchase would make somebody who left a subscriber again, or write to them: the same guard as for people. */
  function whoLeft(email: string, row: ObjectRow): { readonly words: string; readonly goes: boolean } | null {
    if (email === '') return null
    const contact = mirror.contactByEmail(foldEmail(email))
    const left = contact?.left ?? null
    const words = left === null ? row.leftReason : leftWords[left]
    // Whoever is not there would become a subscriber by it.
    return words === null ? null : { words, goes: spec.heldBack === 'fields-only' && contact !== null }
  }

  /** What no two rows may be about. */
  function duplicateKey(row: ObjectRow, { op, index }: RecordRules): string | null {
    if (row.problem !== null) return null
    const line = type.ofRow.length === 0 ? '' : lineKey(row.values)
    if (op === 'insert' || type.groupBy !== null)
      return type.sameBy.length === 0 ? null : sameName(type, row.values) + line
    const { found } = index.find(row.values)
    return found === null ? null : found.id
  }
}

const nothing = { reason: null, change: null, target: null } as const

/** The line of a purchase: by its own id, else by its product, which Kit wants once in each purchase. */
function lineKey(values: ObjectRow['values']): string {
  const line = ['product_lid', 'product_pid'].find((field) => textIn(values, field) !== '')
  return line === undefined ? '' : JSON.stringify([line, textIn(values, line)])
}
