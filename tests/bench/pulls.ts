import { setImmediate as nextTick } from 'node:timers/promises'
import type { Connector, PullRequest } from '../../electron/engine/connectors/connector.ts'
import type { RateWindow } from '../../electron/engine/connectors/limits.ts'
import { kitConnector } from '../../electron/engine/connectors/kit/kitConnector.ts'
import { klaviyoConnector } from '../../electron/engine/connectors/klaviyo/klaviyoConnector.ts'
import { openAccount } from '../../electron/engine/connectors/openAccount.ts'
import { inMemory, keptCredentials } from '../../electron/engine/keptCredentials.ts'
import { createManualClock, type ManualClock } from '../support/manualClock.ts'
import type { BenchRun, Figure, Reading } from './figure.ts'
import { answerMs, kitListing, klaviyoListing, type ListingService } from './listedPeople.ts'
import { shareOfLimit } from './shareOfLimit.ts'

/** Everyone of an account, and what changed, at the services' real limits on a simulated clock. */
export const pulls: Figure = {
  name: 'pulls',
  about: 'everyone of an account read, and 18 changes, at the real limits on a simulated clock',
  async measure(bench) {
    const readings: Reading[] = []
    for (const service of services)
      readings.push(...(await everyone(bench, service)), await whatChanged(service))
    return readings
  },
}

interface Service {
  readonly connector: Connector
  readonly secret: { readonly form: string; readonly values: Readonly<Record<string, string>> }
  readonly listing: (clock: ManualClock, people: number, changed?: number) => ListingService
  readonly windows: readonly RateWindow[]
  readonly perPage: number
  /** What changed takes: each of the service's lists of it once. */
  readonly fewest: number
  readonly limitWords: string
}

const services: readonly Service[] = [
  {
    connector: kitConnector,
    secret: { form: 'api-key', values: { apiKey: 'kit_0123456789abcdef0123456789abcdef' } },
    listing: kitListing,
    windows: [{ requests: 120, windowMs: 60_000 }],
    perPage: 1000,
    fewest: 2,
    limitWords: '120 a minute',
  },
  {
    connector: klaviyoConnector,
    secret: { form: 'private-key', values: { privateKey: `pk_${'a1'.repeat(17)}` } },
    listing: klaviyoListing,
    windows: [
      { requests: 75, windowMs: 1_000 },
      { requests: 750, windowMs: 60_000 },
    ],
    perPage: 100,
    fewest: 3,
    limitWords: '75 a second and 750 a minute',
  },
]

async function everyone({ size, say }: BenchRun, service: Service): Promise<Reading[]> {
  const { connector, perPage, windows, limitWords } = service
  const people = size === 'full' ? 1_000_000 : 20 * perPage
  const name = `${people.toLocaleString('en')} people of ${connector.title}`
  say(name)
  const { ids, requests } = await pulled(service, { what: 'people' }, people, 0)
  if (ids.size !== people) throw new Error(`${ids.size} of ${people} people were read.`)
  const fewest = Math.ceil(people / perPage)
  const minutes = ((requests.at(-1)?.at ?? 0) / 60_000).toFixed(1)
  return [
    {
      what: `${name} read: requests`,
      value: requests.length,
      unit: 'requests',
      beside: `${fewest.toLocaleString('en')} pages of ${perPage}, the most that ${connector.title} lists at once`,
      goal: size === 'full' ? { is: 'at most', value: fewest * 1.01 } : null,
    },
    {
      what: `${name} read: share of the limit used`,
      value: shareOfLimit(windows, requests, fewest),
      unit: 'share',
      beside: `${minutes} simulated minutes, answers taking ${answerMs} ms, beside the least in which ${limitWords} allow those pages`,
      goal: size === 'full' ? { is: 'at least', value: 0.98 } : null,
    },
  ]
}

const changes = 18

async function whatChanged(service: Service): Promise<Reading> {
  const { connector, fewest } = service
  const { ids, requests } = await pulled(
    service,
    { what: 'changed', since: '2026-01-01T00:00:00Z' },
    0,
    changes,
  )
  return {
    what: `${changes} changed people of ${connector.title} read: requests`,
    value: requests.length,
    unit: 'requests',
    beside: `each of the ${fewest} lists that tell of changes once; ${ids.size} people came, some of them in several`,
    goal: { is: 'exactly', value: fewest },
  }
}

async function pulled(service: Service, request: PullRequest, people: number, changed: number) {
  const clock = createManualClock()
  const there = service.listing(clock, people, changed)
  const credentials = keptCredentials(inMemory(service.secret))
  const options = {
    address: 'http://127.0.0.1:1',
    clock,
    random: () => 0.5,
    fetch: there.fetch,
    form: service.secret.form,
  }
  const { account } = openAccount(service.connector, credentials, options)
  const ids = new Set<string>()
  const state = { isOver: false }
  const reading = (async () => {
    for await (const { contacts } of account.pull(request, new AbortController().signal))
      for (const { remoteId } of contacts) ids.add(remoteId)
  })().finally(() => {
    state.isOver = true
  })
  reading.catch(() => undefined)
  while (!state.isOver) {
    // Answers are read in a few turns of the event loop.
    for (let tick = 0; tick < 6; tick += 1) await nextTick()
    await clock.advanceToNext(60_000)
  }
  await reading
  // Names of fields are read once for all pages.
  return { ids, requests: there.requests.filter(({ path }) => path !== '/v4/custom_fields') }
}
