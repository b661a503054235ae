import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../shared/errors.ts'
import type { PlanId } from '../../shared/model.ts'
import { refusedExit } from '../support/refusedExit.ts'
import type { TestEngine } from '../support/testEngine.ts'
import { both, type Fault } from './fault.ts'
import { endOf, fromOutside } from './kills.ts'
import type { Lab } from './lab.ts'
import { onWrite } from './onWrite.ts'
import { runToEnd, startOnce, stoppedBy } from './runToEnd.ts'
import { withEngine } from './withEngine.ts'

const daysMs = 86_400_000
const hourMs = 3_600_000

/** What goes wrong on the computer itself. */
export const machineFaults: readonly Fault[] = [
  {
    name: 'clock set back in mid-run',
    services: both,
    runs: { full: 3, short: 1 },
    play(lab) {
      const { clock, set } = settable(lab)
      const days = lab.random.between(1, 40)
      return disturbed(lab, () => set(-days * daysMs), { clock })
    },
  },
  {
    name: 'clock set ahead in mid-run',
    services: both,
    runs: { full: 3, short: 1 },
    play(lab) {
      const { clock, set } = settable(lab)
      const days = lab.random.between(1, 400)
      return disturbed(lab, () => set(days * daysMs), { clock })
    },
  },
  {
    name: 'clock set back before resuming',
    services: both,
    runs: { full: 2, short: 1 },
    play(lab) {
      const { clock, set } = settable(lab)
      const stopAndResume = async (engine: TestEngine) => {
        const plan = await lab.plan(engine)
        lab.account.addFault({ kind: 'key-revoked', skip: lab.random.between(0, lab.usual.requests - 2) })
        if (!stoppedBy(await startOnce(engine, plan.id), 'unauthorized')) return false
        lab.account.clearFaults()
        set(-3 * daysMs)
        await lab.judge(engine, await runToEnd(engine, plan.id))
        return true
      }
      return withEngine(lab, stopAndResume, { clock })
    },
  },
  {
    name: 'the computer sleeps for hours in mid-run',
    services: both,
    runs: { full: 3, short: 1 },
    play(lab) {
      const { clock, wakeAfter } = sleeping(lab)
      const hours = lab.random.between(1, 12)
      return disturbed(lab, () => wakeAfter(hours * hourMs), { clock })
    },
  },
  {
    name: 'a second program wants the same data folder',
    services: both,
    runs: { full: 2, short: 1 },
    play: (lab) =>
      disturbed(lab, async (plan) => {
        const { code } = await endOf(lab, plan, { order: fromOutside, losesAnswers: false }, true)
        if (code !== refusedExit) throw new Error(`The second program ended with ${code}.`)
      }),
  },
  {
    name: 'database full while journaling',
    services: both,
    runs: { full: 2, short: 2 },
    async play(lab, n) {
      const plan = await withEngine(lab, (engine) => lab.plan(engine))
      // Kit's journal grows with each request, so that there is room for a later moment too.
      const room = lab.account.service === 'kit' ? 2 * n : n
      const failed = await withEngine(lab, (engine) => startOnce(engine, plan.id), {
        maxPages: pagesOf(lab) + room,
      })
      if (!isFull(failed)) return false
      return withEngine(lab, async (engine) => {
        await lab.judge(engine, await runToEnd(engine, plan.id), { answersNotKept: 1 })
        return true
      })
    },
  },
]

/** Acts at a random write of a run, once, and goes on to its end. `false`: there was no such write. */
function disturbed(
  lab: Lab,
  act: (plan: PlanId) => void | Promise<void>,
  ports: Parameters<typeof withEngine>[2] = {},
): Promise<boolean> {
  const runThrough = async (engine: TestEngine) => {
    const plan = await lab.plan(engine)
    let acting = Promise.resolve()
    const write = onWrite(lab, () => {
      acting = Promise.resolve(act(plan.id))
    })
    const receipt = await runToEnd(engine, plan.id).finally(write.callOff)
    if (!write.came()) return false
    await acting
    await lab.judge(engine, receipt)
    return true
  }
  return withEngine(lab, runThrough, ports)
}

/** The lab's clock, whose date can be set. Like a computer's, its other time goes on. */
function settable({ clock }: Lab) {
  let byMs = 0
  return {
    clock: { ...clock, now: () => clock.now() + byMs },
    /** Negative: back. */
    set: (ms: number) => {
      byMs += ms
    },
  }
}

/** A computer that slept: all its clocks have moved on when it wakes. */
function sleeping({ clock }: Lab) {
  let sleptMs = 0
  return {
    clock: {
      ...clock,
      now: () => clock.now() + sleptMs,
      monotonic: () => clock.monotonic() + sleptMs,
    },
    wakeAfter: (ms: number) => {
      sleptMs += ms
    },
  }
}

function pagesOf({ folder }: Lab): number {
  const db = new DatabaseSync(join(folder, 'listferry.sqlite'))
  try {
    return (db.prepare('PRAGMA page_count').get() as { page_count: number }).page_count
  } finally {
    db.close()
  }
}

/** Whether the run stopped, or could not even be stopped properly, because nothing more could be stored. */
function isFull(failed: Awaited<ReturnType<typeof startOnce>>): boolean {
  const words = failed instanceof AppError ? failed.message : (failed.stoppedBecause ?? '')
  return /no room left/.test(words)
}
