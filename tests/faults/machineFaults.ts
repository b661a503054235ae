import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../shared/errors.ts'
import { both, type Fault } from './fault.ts'
import { fromOutside, isKilled } from './kills.ts'
import type { Lab } from './lab.ts'
import { onWrite } from './onWrite.ts'
import { runToEnd, startOnce, stoppedBy } from './runToEnd.ts'

const daysMs = 86_400_000
const hourMs = 3_600_000

/** What goes wrong on the computer itself. */
export const machineFaults: readonly Fault[] = [
  {
    name: 'clock set back in mid-run',
    services: both,
    runs: { full: 3, short: 1 },
    async play(lab) {
      const { clock, setBack } = settable(lab)
      const engine = await lab.open({ clock })
      try {
        const plan = await lab.plan(engine)
        const days = lab.random.between(1, 40)
        const write = onWrite(lab, () => setBack(days * daysMs))
        const receipt = await runToEnd(engine, plan.id).finally(write.callOff)
        if (!write.came()) return false
        await lab.judge(engine, receipt)
        return true
      } finally {
        await engine.close()
      }
    },
  },
  {
    name: 'clock set back before resuming',
    services: both,
    runs: { full: 2, short: 1 },
    async play(lab) {
      const { clock, setBack } = settable(lab)
      const engine = await lab.open({ clock })
      try {
        const plan = await lab.plan(engine)
        lab.account.addFault({ kind: 'key-revoked', skip: lab.random.between(0, lab.usual.requests - 2) })
        if (!stoppedBy(await startOnce(engine, plan.id), 'unauthorized')) return false
        lab.account.clearFaults()
        setBack(3 * daysMs)
        await lab.judge(engine, await runToEnd(engine, plan.id))
        return true
      } finally {
        await engine.close()
      }
    },
  },
  {
    name: 'the computer sleeps for hours in mid-run',
    services: both,
    runs: { full: 3, short: 1 },
    async play(lab) {
      const { clock, wakeAfter } = sleeping(lab)
      const engine = await lab.open({ clock })
      try {
        const plan = await lab.plan(engine)
        const hours = lab.random.between(1, 12)
        const write = onWrite(lab, () => wakeAfter(hours * hourMs))
        const receipt = await runToEnd(engine, plan.id).finally(write.callOff)
        if (!write.came()) return false
        await lab.judge(engine, receipt)
        return true
      } finally {
        await engine.close()
      }
    },
  },
  {
    name: 'a second program wants the same data folder',
    services: both,
    runs: { full: 2, short: 1 },
    async play(lab) {
      const engine = await lab.open()
      try {
        const plan = await lab.plan(engine)
        const others: Promise<boolean>[] = []
        const write = onWrite(lab, () => {
          // It is refused, and its end harms nothing.
          others.push(isKilled(lab, plan.id, { order: fromOutside, losesAnswers: false }, true))
        })
        const receipt = await runToEnd(engine, plan.id).finally(write.callOff)
        await Promise.all(others)
        if (others.length === 0) return false
        await lab.judge(engine, receipt)
        return true
      } finally {
        await engine.close()
      }
    },
  },
  {
    name: 'database full while journaling',
    services: both,
    runs: { full: 2, short: 2 },
    async play(lab, n) {
      const first = await lab.open()
      const plan = await lab.plan(first).finally(() => first.close())
      // Kit's journal grows with each request, so that there is room for a later moment too.
      const room = lab.account.service === 'kit' ? 2 * n : n
      const small = await lab.open({ maxPages: pagesOf(lab) + room })
      const failed = await startOnce(small, plan.id).finally(() => small.close())
      if (!isFull(failed)) return false
      const engine = await lab.open()
      try {
        await lab.judge(engine, await runToEnd(engine, plan.id), { answersNotKept: 1 })
        return true
      } finally {
        await engine.close()
      }
    },
  },
]

/** The lab's clock, whose date can be set. Like a computer's, its other time goes on. */
function settable({ clock }: Lab) {
  let backMs = 0
  return {
    clock: { ...clock, now: () => clock.now() - backMs },
    setBack: (ms: number) => {
      backMs += ms
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
