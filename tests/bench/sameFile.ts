import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { arrangeList } from '../../electron/practice/klaviyo/arrange.ts'
import { writeLines } from '../support/peopleFile.ts'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { type CarriedOut, type SimulatedAccounts, startSimulation, writes } from './simulatedAccounts.ts'

/** A file is sent; the same file again; then with 18 rows changed. */
export const sameFile: Figure = {
  name: 'same-file',
  about: 'the same file again, and with 18 changes',
  async measure(bench) {
    return [...(await measureService(bench, 'kit')), ...(await measureService(bench, 'klaviyo'))]
  },
}

const changed = 18

/** What 18 changed people take: Kit writes one at a time, Klaviyo all of them in one import. */
const writesForChanges = { kit: changed, klaviyo: 1 }
const audience = {
  kit: { kind: 'tag', name: 'Never used' },
  klaviyo: { kind: 'list', name: 'Newsletter' },
} as const

async function measureService({ size, folder }: BenchRun, service: 'kit' | 'klaviyo'): Promise<Reading[]> {
  const inside = join(folder, service)
  mkdirSync(inside)
  const there = await startSimulation(inside, service)
  if (service === 'klaviyo') arrangeList(there.klaviyo.state, 'Newsletter', 'single_opt_in')
  try {
    const rows = size === 'full' ? 1000 : 40
    const send = sender(there, inside, rows, service)
    const first = await send(0)
    return readings(service, rows, first, await send(0), await send(changed))
  } finally {
    await there.close()
  }
}

/** Sends a file whose first so many rows are new. A minute passes before each, so that lists show what was written. */
function sender(there: SimulatedAccounts, folder: string, rows: number, service: 'kit' | 'klaviyo') {
  const path = join(folder, 'people.csv')
  return async (changes: number): Promise<CarriedOut> => {
    const city = (n: number) => (n <= changes ? 'Bergen' : 'Oslo')
    writeLines(path, 'Email,First name,City', rows, (n) => `same.person.${n}@example.org,P${n},${city(n)}`)
    await there.clock.advance(60_000)
    return there.run(await there.plan(path, { audiences: [audience[service]] }))
  }
}

function readings(
  service: 'kit' | 'klaviyo',
  rows: number,
  first: CarriedOut,
  again: CarriedOut,
  after: CarriedOut,
): Reading[] {
  const title = { kit: 'Kit', klaviyo: 'Klaviyo' }[service]
  return [
    {
      what: `${title}: the same ${rows} rows again, writes`,
      value: writes(again.requests),
      unit: 'requests',
      beside: `the first time took ${writes(first.requests)}`,
      goal: { is: 'exactly', value: 0 },
    },
    {
      what: `${title}: ${changed} rows changed, writes`,
      value: writes(after.requests),
      unit: 'requests',
      beside: `${after.written} rows written of ${rows}`,
      goal: { is: 'exactly', value: writesForChanges[service] },
    },
    {
      what: `${title}: rows written of those ${changed}`,
      value: after.written,
      unit: 'rows',
      beside: `${again.written} the time before`,
      goal: { is: 'exactly', value: changed },
    },
  ]
}
