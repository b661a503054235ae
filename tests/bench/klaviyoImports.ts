import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { arrangeList } from '../../electron/practice/klaviyo/arrange.ts'
import { pick, writeLines } from '../support/peopleFile.ts'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { shareOfLimit } from './shareOfLimit.ts'
import { type CarriedOut, refusals, startSimulation } from './simulatedAccounts.ts'

/** New people to Klaviyo, into a list: as few bulk imports as its limits of one request allow. */
export const klaviyoImports: Figure = {
  name: 'klaviyo',
  about: 'new profiles in bulk imports beside one upsert a person, at the real limits on a simulated clock',
  async measure(bench) {
    const readings: Reading[] = []
    for (const trial of trials(bench.size)) readings.push(...(await measureTrial(bench, trial)))
    return readings
  },
}

interface Trial {
  readonly name: string
  readonly rows: number
  /** Rows so long that 5 MB are full before 10,000 people are. */
  readonly long: boolean
}

function trials(size: BenchRun['size']): readonly Trial[] {
  const few = size === 'full' ? 100_000 : 300
  const all: Trial[] = [
    { name: 'short', rows: few, long: false },
    { name: 'long', rows: few, long: true },
  ]
  return size === 'full' ? [...all, { name: 'million', rows: 1_000_000, long: false }] : all
}

async function measureTrial({ folder, say }: BenchRun, trial: Trial): Promise<Reading[]> {
  const inside = join(folder, trial.name)
  mkdirSync(inside)
  const path = join(inside, 'people.csv')
  writeFile(path, trial)
  const there = await startSimulation(inside, 'klaviyo')
  try {
    arrangeList(there.klaviyo.state, 'Newsletter', 'single_opt_in')
    say(`${count(trial.rows)} new profiles: planning`)
    const plan = await there.plan(path, { audiences: [{ kind: 'list', name: 'Newsletter' }] })
    await there.clock.advance(60_000)
    say(`${count(trial.rows)} new profiles: sending`)
    return readings(trial, plan.requests, plan.estimatedMs, await there.run(plan))
  } finally {
    await there.close()
  }
}

function writeFile(path: string, { rows, long }: Trial): void {
  const short = (n: number) => `new.person.${n}@example.org,Person ${n},${pick(cities, n, 0)}`
  if (!long) {
    writeLines(path, 'Email,First name,City', rows, short)
    return
  }
  const header = 'Email,First name,City,Last name,Company,Job title,Address,Country,Region,Postal code'
  writeLines(path, header, rows, (n) => {
    const street = `${n} ${'Long Winding Road by the Old Harbour '.repeat(6 + (n % 6))}`.trim()
    return `${short(n)},Family ${n},Bakery and Sons of ${pick(cities, n, 1)},Chief Taster,${street},Norway,West,0${n % 10_000}`
  })
}

const cities = ['Oslo', 'Bergen', 'Tromsø', 'Málaga', 'Łódź'] as const

/** Klaviyo's limits of one import: 10,000 people and 5 MB. */
const mostProfiles = 10_000
const mostBytes = 5_000_000

function readings(
  trial: Trial,
  planned: number,
  estimatedMs: number,
  { written, requests, tookMs }: CarriedOut,
): Reading[] {
  const imports = requests.filter(({ method }) => method === 'POST')
  const bytes = imports.reduce((sum, { bodyLength }) => sum + bodyLength, 0)
  const fewest = Math.max(Math.ceil(trial.rows / mostProfiles), Math.ceil(bytes / mostBytes))
  const upsertMinutes = (trial.rows / 750).toFixed(0)
  const name = `${count(trial.rows)} ${trial.long ? 'long' : 'short'} new profiles`
  const largest = Math.max(...imports.map(({ bodyLength }) => bodyLength))
  if (written !== trial.rows) throw new Error(`${written} of ${trial.rows} rows were written.`)
  return [
    {
      what: `${name} on a list: import requests`,
      value: imports.length,
      unit: 'requests',
      beside:
        `beside ${count(trial.rows)} upserts, one a person (${upsertMinutes} minutes at 750 a minute); ` +
        `${(bytes / 1e6).toFixed(1)} MB in all, the largest ${(largest / 1e6).toFixed(2)} MB`,
      goal: { is: 'exactly', value: fewest },
    },
    {
      what: `${name}: all requests of the run`,
      value: requests.length,
      unit: 'requests',
      beside: `the plan said ${count(planned)}, ${minutes(estimatedMs)}; the run took ${minutes(tookMs)} of simulated time`,
      goal: null,
    },
    ...(trial.rows < mostProfiles * 20 ? [] : [shareOfLookUps(name, requests)]),
    {
      what: `${name}: refused with 429`,
      value: refusals(requests),
      unit: 'refusals',
      beside: `of ${count(requests.length)} requests`,
      goal: { is: 'exactly', value: 0 },
    },
  ]
}

/** Nearly all requests of a long run read back what imports did: they are what the limits are felt by. */
function shareOfLookUps(name: string, requests: CarriedOut['requests']): Reading {
  const lookUps = requests.filter(({ method, path }) => method === 'GET' && path === '/api/profiles')
  const [, perMinute] = lookUpLimit
  return {
    what: `${name}: share of the limit of look-ups used`,
    value: shareOfLimit(lookUpLimit, lookUps),
    unit: 'share',
    beside: `${count(lookUps.length)} look-ups beside the least time that ${perMinute.requests} a minute allow; imports take as long as the practice account takes`,
    goal: { is: 'at least', value: 0.97 },
  }
}

const lookUpLimit = [
  { requests: 75, windowMs: 1_000 },
  { requests: 750, windowMs: 60_000 },
] as const

function count(n: number): string {
  return n.toLocaleString('en')
}

function minutes(ms: number): string {
  return `${(ms / 60_000).toFixed(1)} minutes`
}
