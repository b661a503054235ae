import type { ReadBackKind, ReadBackRowView } from '../../../../shared/contract/runs.ts'
import type { Change, Contact, FieldId } from '../../../../shared/model.ts'
import { foldEmail } from '../../../../shared/values/foldEmail.ts'
import type { EngineParts } from '../../createEngine.ts'
import type { Run } from '../../store/journal.ts'
import type { MirrorStore } from '../../store/mirror.ts'
import { readBacks } from '../../store/readBacks.ts'

/** Rows that were read back, with what was written and what this computer last saw of it. */
export function readBackRows(
  { db, plans, mirrorOf }: EngineParts,
  { id, plan }: Run,
  kind: ReadBackKind,
  { afterRow, limit }: { readonly afterRow: number; readonly limit: number },
): ReadBackRowView[] {
  const mirror = mirrorOf(plans.spec(plan).connection)
  const { fields, audiences } = mirror.schema()
  const labels = new Map(fields.map((field) => [field.id, field.label]))
  return readBacks(db)
    .rows(id, kind, afterRow, limit)
    .map(({ row, email, changes }) => ({
      row,
      email,
      fields: changes.flatMap(({ change, seen, differs }) => {
        if (seen !== kind) return []
        if (change.object === 'membership' && kind === 'differs') {
          const { audience, op } = change
          const name = audiences.find((one) => one.kind === audience.kind && one.id === audience.id)?.name
          const isIn = op === 'join'
          return [
            {
              label: `${audience.kind} ${name ?? audience.id}`,
              wrote: isIn ? 'in it' : 'not in it',
              shows: isIn ? 'not in it' : 'in it',
            },
          ]
        }
        if (change.object !== 'contact') return []
        const contact = contactOf(mirror, change)
        const shown = kind === 'differs' ? differs : (Object.keys(change.after) as FieldId[])
        return shown.map((field) => ({
          label: labels.get(field) ?? field,
          wrote: change.after[field] ?? null,
          shows: contact?.fields[field] ?? null,
        }))
      }),
    }))
}

function contactOf(mirror: MirrorStore, { key }: Change): Contact | null {
  if (key.remoteId !== null) return mirror.contact(key.remoteId)
  return key.email === null ? null : mirror.contactByEmail(foldEmail(key.email))
}
