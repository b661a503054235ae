import type { AudienceKind, Audience, Contact, FieldId, RemoteId } from '../../../../shared/model.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import type { StagedRow } from '../../source/stagedRows.ts'
import type { PlannedRow } from '../../store/plans.ts'
import { objectFields, type ObjectPlanner, type ObjectPlanning } from './makeObjectPlan.ts'
import { missingField, type ObjectRow, objectReader, textIn } from './objectReader.ts'
import { contactOf, nobodyNamed, readPeople } from './peopleInFile.ts'
import { personFieldRules, type PersonRules, planPerson } from './planPerson.ts'

const idField = 'subscriber_id' as FieldId
const newEmail = 'new_email' as FieldId
const email = 'email' as FieldId

/** Plans rows about people who are in the account: into what, out of what, with which values. Nobody is created. */
export function personPlanner(planning: ObjectPlanning): ObjectPlanner {
  const { deps, spec, type, target, schema, eachBatch } = planning
  const { connector, mirror } = deps
  const fields = objectFields(type, schema)
  const read = objectReader(spec, deps.staged.info.columns, type, (values) =>
    Object.fromEntries(
      Object.entries(values).map(([id, value]) => {
        const field = fields.find((one) => one.id === id)
        return [id, value === null || field?.custom !== true ? value : connector.storedValue(field, value)]
      }),
    ),
  )
  const kind =
    type.parent === 'subscriber' || type.parent === 'segment'
      ? null
      : (type.parent satisfies AudienceKind | null)
  const audiences = kind === null ? [] : schema.audiences.filter((one) => one.kind === kind)
  const winners = new Map<string, number>()
  let refused: ReadonlySet<string> = new Set()
  const rules: PersonRules = {
    op: target.op,
    mode: spec.mode,
    heldBack: spec.heldBack,
    fields: personFieldRules(spec.mapping.fields, [idField, newEmail, email]),
    audienceWords: (ref) => `${ref.kind} “${audiences.find(({ id }) => id === ref.id)?.name ?? ref.id}”`,
    repeatOf: connector.repeatOf,
  }

  return {
    async prepare(signal) {
      const people = nobodyNamed()
      await eachBatch('mapping', (batch) => {
        for (const staged of batch) note(read(staged))
      })
      const read1 = await readPeople(deps, people, signal)
      refused = read1.refused
      await eachBatch('mapping', (batch) => {
        for (const staged of batch) {
          const who = whoIn(read(staged))
          if ('problem' in who) continue
          const key = keyOf(who)
          if (spec.duplicates === 'last' || !winners.has(key)) winners.set(key, staged.row)
        }
      })
      return read1.how

      function note({ values, problem }: ObjectRow): void {
        if (problem !== null) return
        const id = textIn(values, idField)
        if (id !== '') people.remoteIds.add(id as RemoteId)
        else if (textIn(values, email) !== '') people.emails.add(foldEmail(textIn(values, email)))
        const next = nextAddress(values)
        if (next !== '') people.emails.add(foldEmail(next))
        const audience = audienceIn(values)
        if (audience !== null && 'id' in audience)
          people.audiences.set(audience.id, { kind: audience.kind, id: audience.id })
      }
    },

    plan(staged: StagedRow): Promise<PlannedRow> {
      const row = read(staged)
      const base = {
        row: row.row,
        email: textIn(row.values, email) || textIn(row.values, idField) || null,
        warning: row.warning,
        identity: null,
        remoteId: null,
        cursor: null,
        changes: [],
      }
      return Promise.resolve(planOne(row, base))
    },
  }

  function planOne(row: ObjectRow, base: Omit<PlannedRow, 'kind' | 'reason'>): PlannedRow {
    const who = whoIn(row)
    if ('problem' in who) return { ...base, kind: 'invalid', reason: who.problem }
    const { contact, audience } = who
    const identity = contact.email === null ? null : foldEmail(contact.email)
    const known = { ...base, identity, remoteId: contact.remoteId, email: contact.email ?? base.email }
    const winner = winners.get(keyOf(who))
    if (winner !== undefined && winner !== row.row)
      return { ...known, kind: 'duplicate', reason: `the same is in row ${winner}, which counts` }
    const isMember = audience !== null && mirror.isMember(contact.remoteId, audience)
    const mapped = mappedOf(row.values, contact)
    const diff = planPerson({ contact, audience, isMember, mapped, leftReason: row.leftReason }, rules)
    const warning = [row.warning, diff.warning].filter((text) => text !== null).join(' ') || null
    return { ...known, ...diff, warning }
  }

  /** The person and the audience that a row means, or why it can't be used. */
  function whoIn(row: ObjectRow): Who {
    const { values, problem } = row
    if (problem !== null) return { problem }
    const missing = missingField(type, target.op, values)
    if (missing !== null) return { problem: missing }
    const id = textIn(values, idField)
    const address = textIn(values, email)
    if (id === '' && address === '') return { problem: 'Nothing in this row says who it is about.' }
    const audience = audienceIn(values)
    if (audience !== null && 'problem' in audience) return audience
    if (id === '' && refused.has(foldEmail(address)))
      return {
        problem: `${connector.title} does not take “${address}” for an email address. Correct it in the file.`,
      }
    const contact = contactOf(mirror, { id, email: address })
    if (contact === null)
      return {
        problem: `Nobody in the account has the ${id === '' ? `address “${address}”` : `id “${id}”`}, and nobody is created here. Bring them in first.`,
      }
    const taken = nextAddress(values) === '' ? null : mirror.contactByEmail(foldEmail(nextAddress(values)))
    if (taken !== null && taken.remoteId !== contact.remoteId)
      return { problem: `The new address “${nextAddress(values)}” belongs to somebody else in the account.` }
    return { contact, audience }
  }

  /** By id, an address in the row is the new one. */
  function nextAddress(values: ObjectRow['values']): string {
    if (target.op !== 'update') return ''
    return textIn(values, newEmail) || (textIn(values, idField) === '' ? '' : textIn(values, email))
  }

  function mappedOf(values: ObjectRow['values'], contact: Contact): ObjectRow['values'] {
    const rest = Object.entries(values).filter(
      ([field]) => ![idField, newEmail, email].includes(field as FieldId),
    )
    const next = nextAddress(values)
    const isOther = next !== '' && foldEmail(next) !== foldEmail(contact.email ?? '')
    return { ...Object.fromEntries(rest), ...(isOther && { [email]: next }) }
  }

  function audienceIn(values: ObjectRow['values']): Audience | { readonly problem: string } | null {
    if (kind === null) return null
    const text = textIn(values, kind).trim()
    const named = audiences.filter(({ id, name }) => id === text || name.toLowerCase() === text.toLowerCase())
    const found = named.find(({ id }) => id === text) ?? named.find(({ name }) => name === text) ?? named[0]
    if (found === undefined)
      return { problem: `The account has no ${kind} “${text}”. Make it there first, or correct the name.` }
    if (named.length > 1 && named.every(({ id }) => id !== text))
      return { problem: `The account has several called “${text}”. Say which by its id.` }
    if (!found.open && target.op === 'insert')
      return {
        problem: `The ${kind} “${found.name}” takes nobody now. Activate it in ${connector.title}, or choose another.`,
      }
    return found
  }
}

type Who = { readonly problem: string } | { readonly contact: Contact; readonly audience: Audience | null }

/** One person and one audience: no two rows may be about the same. */
function keyOf({ contact, audience }: Exclude<Who, { readonly problem: string }>): string {
  return JSON.stringify([contact.remoteId, audience?.id ?? null])
}
