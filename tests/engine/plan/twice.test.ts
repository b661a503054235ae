import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kitConnector } from '../../../electron/engine/connectors/kit/kitConnector.ts'
import type { PlannedRow } from '../../../electron/engine/store/plans.ts'
import type { AudienceRef, Contact, FieldId, FieldValue, RemoteId } from '../../../shared/model.ts'
import { temporaryFolder } from '../../support/csvFixtures.ts'
import '../../support/propertySeed.ts'
import { type Case, nastyCase } from './nastyFiles.ts'
import { planCase } from './planCase.ts'

type Person = Case['contacts'][number]

/** Of a plan of people known by their address alone, what the account holds once all of it was sent. */
function afterwards({ contacts }: Case, rows: readonly PlannedRow[]): readonly Person[] {
  const people = new Map(contacts.map((one): [RemoteId, Person] => [one.remoteId, one]))
  for (const { row, changes } of rows)
    for (const change of changes) {
      const id = change.key.remoteId ?? (`new-${row}` as RemoteId)
      const before = people.get(id) ?? newPerson(id, change.key.email)
      if (change.object === 'contact')
        people.set(id, { ...before, fields: written(before.fields, change.after) })
      else if (change.object === 'membership')
        people.set(id, { ...before, memberOf: joined(before.memberOf, change.audience) })
    }
  return [...people.values()]
}

function newPerson(remoteId: RemoteId, email: string | null): Person {
  const known: Contact = {
    remoteId,
    email,
    phone: null,
    externalId: null,
    state: 'active',
    left: null,
    consent: {},
    leftAudiences: [],
    fields: {},
    createdAt: 1,
  }
  return { ...known, memberOf: [] }
}

function written(before: Contact['fields'], after: Readonly<Record<FieldId, FieldValue>>): Contact['fields'] {
  return Object.fromEntries(Object.entries({ ...before, ...after }).filter(([, value]) => value !== null))
}

function joined(memberOf: readonly AudienceRef[], audience: AudienceRef): readonly AudienceRef[] {
  return [...memberOf.filter(({ id }) => id !== audience.id), audience]
}

test('a mapping that was applied changes nothing when it is applied again, and its counts add up both times', async () => {
  const folder = temporaryFolder()
  await fc.assert(
    fc.asyncProperty(
      nastyCase('short').filter(({ connector }) => connector === kitConnector),
      async (drawn) => {
        const spec = { ...drawn.spec, mode: 'changed', append: null, importTag: null, consent: null } as const
        const one: Case = { ...drawn, spec }
        const first = await planCase(one, folder)
        const second = await planCase({ ...one, contacts: afterwards(one, first.rows) }, folder)
        for (const { summary, rows } of [first, second]) {
          expect(Object.values(summary.counts).reduce((sum, n) => sum + n, 0)).toBe(one.rows.length)
          expect(rows).toHaveLength(one.rows.length)
        }
        expect(second.rows.flatMap(({ changes }) => changes)).toEqual([])
        expect(second.summary.counts).toMatchObject({
          create: 0,
          update: 0,
          invalid: first.summary.counts.invalid,
        })
      },
    ),
    { numRuns: 50 },
  )
})
