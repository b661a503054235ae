import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import type { PlanId } from '../../shared/model.ts'
import type { CrashOrder } from '../support/crashingHost.ts'
import type { TestEngine } from '../support/testEngine.ts'
import { both, type Fault } from './fault.ts'
import type { FaultyAccount } from './faultyAccount.ts'
import type { Judging } from './judge.ts'
import type { Lab } from './lab.ts'
import { runToEnd } from './runToEnd.ts'

const host = fileURLToPath(new URL('../support/crashingHost.ts', import.meta.url))

/** What is planned, and how what comes of it is judged. */
export interface Planned {
  plan(lab: Lab, engine: TestEngine): Promise<PlanSummary>
  readonly judging: Partial<Judging>
}

const usualPlan: Planned = { plan: (lab, engine) => lab.plan(engine), judging: {} }

/** `kill -9` of a process of its own, at an instant. */
export const kills: readonly Fault[] = [
  { ...killing('kill at a random instant', [atRandom]), runs: { full: 25, short: 2 } },
  killing('kill before a request is journaled', [(lab) => named(lab, 'before-begin')]),
  killing('kill after that, before it leaves', [(lab) => named(lab, 'after-begin')]),
  killing('kill after the service committed', [(lab) => afterCommit(lab)]),
  killing('kill before the answer is journaled', [(lab) => named(lab, 'before-settle')]),
  killing('second kill while resuming', [
    (lab) => named(lab, 'before-settle'),
    (lab) => named(lab, lab.random.pick(['after-begin', 'before-settle']), 1),
  ]),
  { ...killing('kill while polling a job', [whilePolling]), services: ['klaviyo'] },
]

/** Where a process is killed: by itself at a named instant, or from here. */
export interface Instant {
  readonly order: Pick<CrashOrder, 'at' | 'nth'>
  /** Arranges the kill; returns how to call that off. */
  readonly arrange?: (kill: () => void) => () => void
  /** Whether the answer to a request may have been on its way. */
  readonly losesAnswers: boolean
}

export const fromOutside = { at: 'never', nth: 0 } as const

/** Runs are killed at each of these instants, the later ones while resuming; then resumed to the end. */
export function killing(
  name: string,
  instants: readonly ((lab: Lab) => Instant)[],
  planned: Planned = usualPlan,
): Fault {
  return {
    name,
    services: both,
    runs: { full: 3, short: 1 },
    async play(lab) {
      const first = await lab.open()
      const plan = await planned.plan(lab, first).finally(() => first.close())
      let answersNotKept = 0
      for (const [attempt, choose] of instants.entries()) {
        const instant = choose(lab)
        if (!(await isKilled(lab, plan.id, instant, attempt > 0))) return false
        if (instant.losesAnswers) answersNotKept += 1
      }
      const engine = await lab.open()
      try {
        await lab.judge(engine, await runToEnd(engine, plan.id), { ...planned.judging, answersNotKept })
        return true
      } finally {
        await engine.close()
      }
    },
  }
}

/** Runs the plan in another process. `false` when it came to its end unharmed. */
export async function isKilled(
  lab: Lab,
  plan: PlanId,
  instant: Instant,
  resume: boolean,
  wish: CrashOrder['wish'] = {},
): Promise<boolean> {
  const { signal } = await endOf(lab, plan, instant, resume, wish)
  return signal === 'SIGKILL'
}

/** The same, and how the process ended. */
export async function endOf(
  lab: Lab,
  plan: PlanId,
  instant: Instant,
  resume: boolean,
  wish: CrashOrder['wish'] = {},
): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  const order: CrashOrder = {
    ...instant.order,
    folder: lab.folder,
    address: lab.bench.practice.address,
    secret: await lab.secret(),
    connection: lab.connection(),
    hurry: lab.bench.hurry,
    plan,
    resume,
    wish,
  }
  const child = spawn(process.execPath, [host, JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const callOff = instant.arrange?.(() => child.kill('SIGKILL'))
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  callOff?.()
  return { code, signal }
}

/** Some requests into the run, and then up to a few milliseconds later. */
export function atRandom({ account, random, usual }: Lab): Instant {
  const after = random.between(1, usual.requests)
  const laterMs = random.next() * 4
  return {
    order: fromOutside,
    losesAnswers: true,
    arrange: (kill) => onNth(account, after, () => void setTimeout(kill, laterMs)),
  }
}

export function named(lab: Lab, at: Exclude<CrashOrder['at'], 'never'>, most = instantsOf(lab, at)): Instant {
  // Several requests are under way at once; whichever is killed, another one's answer may be lost.
  const losesAnswers = lab.account.service === 'kit' || at !== 'before-begin'
  return { order: { at, nth: lab.random.between(1, most) }, losesAnswers }
}

/** In bulk all people go at once, so that there is one moment before it. */
function instantsOf({ account, bench, usual }: Lab, at: CrashOrder['at']): number {
  if (at !== 'before-begin') return usual.writes
  return bench.way === 'key' && account.service === 'kit' ? Math.floor(usual.writes / 4) : 1
}

export function afterCommit({ account, random, usual }: Lab, most = usual.writes): Instant {
  const nth = random.between(1, most)
  return {
    order: fromOutside,
    losesAnswers: true,
    arrange: (kill) => {
      let count = 0
      return account.onCommit(async () => {
        if (++count !== nth) return
        kill()
        await wait(50)
      })
    },
  }
}

/**
 * At a look that comes after each import was looked at once: all of them are journaled as jobs by then, so nothing may
 * be sent again. Kills at random instants meet the imports that are still on their way.
 */
function whilePolling({ account, random, usual }: Lab): Instant {
  const nth = random.between(0, 1)
  const polls = /^\/api\/profile-bulk-import-jobs\/[^/]+$/
  return {
    order: fromOutside,
    losesAnswers: false,
    arrange: (kill) => {
      const lookedAt = new Set<string>()
      let more = 0
      return account.requests.onArrival(({ path }) => {
        if (!polls.test(path)) return
        lookedAt.add(path)
        if (lookedAt.size === usual.jobs && more++ === nth) kill()
      })
    },
  }
}

function onNth({ requests }: FaultyAccount, nth: number, act: () => void): () => void {
  let count = 0
  return requests.onArrival(() => {
    if (++count === nth) act()
  })
}
