import type { Secret } from '../../electron/engine/connectors/credentials.ts'
import { systemClock } from '../../electron/engine/clock.ts'
import { createEngine, type EnginePorts } from '../../electron/engine/createEngine.ts'
import { dispatch } from '../../electron/engine/handlers/dispatch.ts'
import { queryChildren } from '../../electron/queries/queryChildren.ts'
import { AppError } from '../../shared/errors.ts'
import { openSettings } from '../../electron/settings/openSettings.ts'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import { createPracticePort } from '../../electron/practice/practicePort.ts'
import { samplesFolder } from './samplesFolder.ts'
import { createHurriedClock, type Hurry } from './hurriedClock.ts'
import { refusedExit } from './refusedExit.ts'

/**
 * A program that runs a plan and is killed (`kill -9`, by itself) at a named instant, from outside the engine: its
 * ports are wrapped, the engine itself knows nothing of it. Started by tests as a process of its own.
 *
 * - `before-begin`: the nth row is done, the next request is not in the journal yet
 * - `after-begin`: the nth request is in the journal and has not left
 * - `before-settle`: the nth answer has come and is not in the journal yet
 * - `never`: left to the test, which kills from the service's side after it committed
 */
export interface CrashOrder {
  readonly folder: string
  /** Of the practice account. */
  readonly address: string
  readonly secret: Secret
  readonly connection: string
  readonly plan: number
  /** Go on with the plan's run in place of starting it. */
  readonly resume?: boolean
  /** How it is started; or the run that is read back in place of that. */
  readonly wish?: { readonly confirm?: number; readonly canary?: boolean; readonly verify?: number }
  readonly hurry?: Hurry
  readonly at: 'before-begin' | 'after-begin' | 'before-settle' | 'never'
  readonly nth: number
}

const order = JSON.parse(process.argv[2] ?? '{}') as CrashOrder
const die = () => process.kill(process.pid, 'SIGKILL')
const nthTime = (what: CrashOrder['at']) => {
  let count = 0
  return () => {
    if (order.at === what && ++count === order.nth) die()
  }
}

const beforeBegin = nthTime('before-begin')
const afterBegin = nthTime('after-begin')
const beforeSettle = nthTime('before-settle')
/** Progress is pushed a few times in a second at most: time leaps, so that each row is seen. */
let leapMs = 0
const clock = order.hurry ? createHurriedClock(order.hurry) : systemClock
const leaping = { ...clock, monotonic: () => clock.monotonic() + (leapMs += 200) }
const vault = createMemoryVault()
await vault.set(order.connection, order.secret)

const ports: EnginePorts = {
  dataFolder: order.folder,
  host: 'terminal',
  clock: order.at === 'before-begin' ? leaping : clock,
  fetch: async (input, init) => {
    const writes = init?.method !== undefined && init.method !== 'GET'
    if (writes) afterBegin()
    const answer = await fetch(input, init)
    if (writes) beforeSettle()
    return answer
  },
  random: Math.random,
  vault,
  vaultWarning: null,
  settings: openSettings(order.folder, Date.now()),
  env: { LISTFERRY_KIT_URL: order.address, LISTFERRY_KLAVIYO_URL: order.address },
  samplesFolder,
  practice: createPracticePort(order.folder),
  queries: queryChildren(),
  push: ({ name }) => {
    if (name === 'run.progress') beforeBegin()
  },
}
const engine = openEngine()
const { verify, ...wish } = order.wish ?? {}
const call = verify !== undefined ? 'runs.verify' : order.resume ? 'runs.resume' : 'runs.start'
const input = verify !== undefined ? { run: verify } : order.resume ? {} : { plan: order.plan, ...wish }
const answer = await dispatch(engine.handlers, call, input, new AbortController().signal)
await engine.close()
console.log(JSON.stringify(answer))

/** Where another program has the data folder, this one says so and ends. */
function openEngine() {
  try {
    return createEngine(ports)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error
    console.log(error.message)
    process.exit(refusedExit)
  }
}
