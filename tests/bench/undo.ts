import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { arrangeSubscriber } from '../../electron/practice/kit/arrange.ts'
import { arrangeProfile } from '../../electron/practice/klaviyo/arrange.ts'
import { writeLines } from '../support/peopleFile.ts'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { refusals, type SimulatedWay, startSimulation } from './simulatedAccounts.ts'

/** A wrong column was sent to everybody, and is taken back (S7). */
export const undo: Figure = {
  name: 'undo',
  about: 'a run with a wrong column taken back: requests beside those of the run, on a simulated clock',
  async measure(bench) {
    const isFull = bench.size === 'full'
    return [
      ...(await measureUndo(bench, 'klaviyo', isFull ? 100_000 : 300)),
      ...(await measureUndo(bench, 'kit by signing in', isFull ? 100_000 : 120)),
      // A request for each row, there and back: more of them only take longer.
      ...(await measureUndo(bench, 'kit', isFull ? 5000 : 40)),
    ]
  },
}

const titles: Readonly<Record<SimulatedWay, string>> = {
  klaviyo: 'Klaviyo',
  'kit by signing in': 'Kit, signed in',
  kit: 'Kit, with a key',
  'kit by version 3': 'Kit, by version 3',
}

async function measureUndo({ folder, say }: BenchRun, way: SimulatedWay, rows: number): Promise<Reading[]> {
  const inside = join(folder, way.replaceAll(' ', '-'))
  mkdirSync(inside)
  const there = await startSimulation(inside, way)
  try {
    for (let n = 1; n <= rows; n += 1)
      if (way === 'klaviyo') arrangeProfile(there.klaviyo.state, { email: address(n), city: city(n) })
      else arrangeSubscriber(there.kit.state, { emailAddress: address(n), fields: { City: city(n) } })
    // They are no news when the run begins: reading them again would count for it.
    await there.clock.advance(24 * 60 * 60_000)
    const path = join(inside, 'people.csv')
    writeLines(path, 'Email,City', rows, (n) => `${address(n)},Wrong ${n}`)
    say(`${titles[way]}: ${rows} wrong values`)
    const planned = await there.plan(path)
    await there.clock.advance(60_000)
    const wrong = await there.run(planned)
    await there.clock.advance(10 * 60_000)
    say(`${titles[way]}: taking them back`)
    const plan = await there.undo(wrong.id)
    await there.clock.advance(60_000)
    const back = await there.run(plan)
    const all = [...Array(rows).keys()].map((n) => n + 1)
    const restored = all.filter((n) => cityNow(n) === city(n)).length
    const name = `${titles[way]}: ${rows.toLocaleString('en')} values taken back`
    return [
      {
        what: `${name}: requests`,
        value: back.requests.length,
        unit: 'requests',
        beside: `the run itself took ${wrong.requests.length}; planning it read the account in ${planned.mirror.requests} requests, planning the undo in ${plan.mirror.requests}`,
        goal: { is: 'at most', value: wrong.requests.length },
      },
      {
        what: `${name}: values as they were`,
        value: restored,
        unit: 'rows',
        beside: `of ${rows}, compared with the account itself`,
        goal: { is: 'exactly', value: rows },
      },
      {
        what: `${name}: refused with 429`,
        value: refusals(back.requests),
        unit: 'refusals',
        beside: `of ${back.requests.length} requests in ${(back.tookMs / 60_000).toFixed(1)} simulated minutes`,
        goal: { is: 'exactly', value: 0 },
      },
    ]
  } finally {
    await there.close()
  }

  function cityNow(n: number): unknown {
    if (way === 'klaviyo') return there.klaviyo.state.profiles.byEmail(address(n))?.location.city
    const { customFields, subscribers } = there.kit.state
    const field = [...customFields.values()].find(({ label }) => label === 'City')
    return subscribers.byEmail(address(n))?.values.get(field?.id ?? 0)
  }
}

function address(n: number): string {
  return `undo.person.${n}@example.org`
}

function city(n: number): string {
  return `City ${n % 50}`
}
