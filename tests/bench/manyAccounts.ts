import { queryChildren } from '../../electron/queries/queryChildren.ts'
import { createEngine } from '../../electron/engine/createEngine.ts'
import { dispatch } from '../../electron/engine/handlers/dispatch.ts'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import { arrangeSubscriber } from '../../electron/practice/kit/arrange.ts'
import { createPracticeKit, type PracticeKit } from '../../electron/practice/kit/createPracticeKit.ts'
import { createPracticePort } from '../../electron/practice/practicePort.ts'
import { openSettings } from '../../electron/settings/openSettings.ts'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import { clientOver } from '../../shared/contract/client.ts'
import type { EngineClient } from '../../shared/contract/contract.ts'
import { fromWire } from '../../shared/errors.ts'
import { join } from 'node:path'
import { createManualClock, type ManualClock } from '../support/manualClock.ts'
import { writeLines } from '../support/peopleFile.ts'
import { samplesFolder } from '../support/samplesFolder.ts'
import { planSource } from '../support/testEngine.ts'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { shareOfLimit } from './shareOfLimit.ts'
import { address, simulatedWire, withTimePassing } from './simulatedAccounts.ts'

/** Twenty accounts at once, one of which answers only after ten seconds: each at its own limit. */
export const manyAccounts: Figure = {
  name: 'accounts',
  about: 'twenty Kit accounts written at once from one engine, at their real limits on a simulated clock',
  measure: measureAll,
}

interface Seen {
  readonly at: number
  readonly status: number
  readonly method: string
}

const limit = [{ requests: 120, windowMs: 60_000 }]
const slowMs = 10_000

async function measureAll({ size, folder, say }: BenchRun): Promise<Reading[]> {
  const [accounts, rows] = size === 'full' ? [20, 600] : [4, 30]
  const clock = createManualClock()
  const kits = Array.from({ length: accounts }, (_, n) => kitOf(clock, n, rows))
  const seen = new Map<number, Seen[]>(kits.map((_, n) => [n, []]))
  const wire = simulatedWire(clock, async (request) => {
    const n = Number(/\d+$/.exec(request.headers.get('x-kit-api-key') ?? '')?.[0] ?? 0)
    const kit = kits[n]
    const headers = new Headers(request.headers)
    headers.set('x-kit-api-key', kit?.keys[0] ?? '')
    const at = clock.monotonic()
    const answer =
      (await kit?.app.fetch(new Request(request, { headers }))) ?? new Response(null, { status: 500 })
    seen.get(n)?.push({ at, status: answer.status, method: request.method })
    return answer
  })
  const slowFetch: typeof fetch = async (input, init) => {
    const key = new Headers(init?.headers).get('x-kit-api-key') ?? ''
    if (key.endsWith('-0') && init?.method !== 'GET') await clock.sleep(slowMs)
    return wire.fetch(input, init)
  }
  const practice = createPracticePort(folder, { speed: 1 })
  const engine = createEngine({
    dataFolder: folder,
    host: 'terminal',
    clock,
    fetch: slowFetch,
    random: () => 0.5,
    vault: createMemoryVault(),
    vaultWarning: null,
    settings: openSettings(folder, clock.now()),
    env: { LISTFERRY_KIT_URL: address },
    push: () => undefined,
    queries: queryChildren(),
    samplesFolder,
    practice,
  })
  const client = clientOver(async (name, input, signal = new AbortController().signal) => {
    const answer = await dispatch(engine.handlers, name, input, signal)
    if ('error' in answer) throw fromWire(answer.error)
    return answer.ok
  })
  const passing = <T>(work: Promise<T>) => withTimePassing(clock, wire, work)
  try {
    const path = join(folder, 'people.csv')
    writeLines(path, 'Email,City', rows, (n) => `${person(n)},Bergen`)
    say(`${accounts} accounts: planning`)
    const plans: PlanSummary[] = []
    for (let n = 0; n < accounts; n += 1)
      plans.push(await passing(planned(client, n, () => engine.registerFile(path))))
    await clock.advance(60_000)
    say(`${accounts} accounts: sending`)
    const [before, cpu] = [clock.monotonic(), process.cpuUsage()]
    await passing(Promise.all(plans.map((plan) => startConfirmed(client, plan))))
    const { user, system } = process.cpuUsage(cpu)
    const sent = [...seen.values()].map((requests) => requests.filter(({ at }) => at >= before))
    return readings(rows, sent, {
      cpuMs: (user + system) / 1000,
      tookMs: clock.monotonic() - before,
    })
  } finally {
    await engine.close()
    await practice.close()
  }
}

function kitOf(clock: ManualClock, n: number, rows: number): PracticeKit {
  const kit = createPracticeKit({ clock, speed: 1, lagMs: 3000, seed: n + 1 })
  // Twenty seeds make twenty lists of people, and one account.
  const { account } = kit.state as { account: PracticeKit['state']['account'] }
  Object.assign(kit.state, { account: { ...account, id: 9000 + n, name: `Account ${n}` } })
  for (let row = 1; row <= rows; row += 1)
    arrangeSubscriber(kit.state, { emailAddress: person(row), fields: { City: 'Oslo' } })
  return kit
}

async function planned(client: EngineClient, n: number, file: () => string): Promise<PlanSummary> {
  const name = `Account ${n}`
  const values = { apiKey: `bench-account-${n}` }
  await client.connections.add({ service: 'kit', form: 'api-key', values, name })
  const source = await client.sources.stage({ file: file(), overrides: {} })
  return planSource({ client }, source.id, {}, name)
}

/** Everybody's city is replaced, which is asked about. */
function startConfirmed(client: EngineClient, { id, guard }: PlanSummary) {
  return client.runs.start({ plan: id, ...(guard && { confirm: guard.count }) })
}

function person(n: number): string {
  return `many.person.${n}@example.org`
}

function readings(
  rows: number,
  seen: readonly (readonly Seen[])[],
  { cpuMs, tookMs }: { readonly cpuMs: number; readonly tookMs: number },
): Reading[] {
  const accounts = seen.length
  const fast = seen.slice(1)
  const writes = seen.flat().filter(({ method }) => method !== 'GET')
  const shares = fast.map((requests) => shareOfLimit(limit, requests))
  const lasts = fast.map((requests) => (requests.at(-1)?.at ?? 0) - (requests[0]?.at ?? 0))
  const minutes = (ms: number) => (ms / 60_000).toFixed(1)
  const slow = seen[0] ?? []
  return [
    {
      what: `${accounts} accounts at once, ${rows} rows each: least share of its limit that an account used`,
      value: Math.min(...shares),
      unit: 'share',
      beside: `${fast.length} accounts took ${minutes(Math.min(...lasts))} to ${minutes(Math.max(...lasts))} simulated minutes, beside a slow one of ${minutes((slow.at(-1)?.at ?? 0) - (slow[0]?.at ?? 0))}`,
      goal: { is: 'at least', value: 0.98 },
    },
    {
      what: `${accounts} accounts at once: refused with 429`,
      value: seen.flat().filter(({ status }) => status === 429).length,
      unit: 'refusals',
      beside: `of ${seen.flat().length} requests`,
      goal: { is: 'exactly', value: 0 },
    },
    {
      what: `${accounts} accounts at once: rows written`,
      value: writes.filter(({ status }) => status < 300).length,
      unit: 'rows',
      beside: `the account that takes ten seconds to answer is among them`,
      goal: { is: 'exactly', value: rows * accounts },
    },
    {
      what: `${accounts} accounts at once: share of one processor for each, in real time`,
      value: cpuMs / Math.max(...lasts) / accounts,
      unit: 'share',
      beside: `${(cpuMs / 1000).toFixed(1)} s of processor time, the practice services' own included, for ${minutes(Math.max(...lasts))} minutes at the limit, and until the slow one ended, ${minutes(tookMs)}`,
      goal: { is: 'at most', value: 0.02 },
    },
  ]
}
