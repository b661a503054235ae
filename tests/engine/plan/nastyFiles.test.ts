import fc from 'fast-check'
import { expect, test } from 'vitest'
import '../../support/propertySeed.ts'
import { temporaryFolder } from '../../support/csvFixtures.ts'
import { type Case, nastyCase } from './nastyFiles.ts'
import { planCase } from './planCase.ts'
import { plannedByHand } from './plannedByHand.ts'

async function expectAsByHand(one: Case, folder: string, how = {}): Promise<void> {
  const { rows, summary, counted } = await planCase(one, folder, how)
  expect(rows).toEqual(plannedByHand(one))
  expect(summary).toMatchObject(counted)
}

test('a plan says of each row what comparing it with all other rows and everyone in the account says', async () => {
  const folder = temporaryFolder()
  const numRuns = Number(process.env.NASTY_RUNS ?? 60)
  await fc.assert(
    fc.asyncProperty(nastyCase('short'), (one) => expectAsByHand(one, folder)),
    { numRuns },
  )
})

test('so it does where a file is too long to be read in one go', async () => {
  const folder = temporaryFolder()
  await fc.assert(
    fc.asyncProperty(nastyCase('long'), (one) => expectAsByHand(one, folder)),
    { numRuns: 3, endOnFailure: true },
  )
})

test('and where people are looked up and rows written on threads of their own', async () => {
  const folder = temporaryFolder()
  await fc.assert(
    fc.asyncProperty(nastyCase('short'), (one) => expectAsByHand(one, folder, { beside: true })),
    { numRuns: 10 },
  )
  await fc.assert(
    fc.asyncProperty(nastyCase('long'), (one) => expectAsByHand(one, folder, { beside: true })),
    { numRuns: 2, endOnFailure: true },
  )
})
