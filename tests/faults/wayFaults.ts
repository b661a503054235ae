import type { AppError } from '../../shared/errors.ts'
import { both, type Fault } from './fault.ts'
import { type FaultyAccount, lostAnswers, type WayFault } from './faultyAccount.ts'
import type { Lab } from './lab.ts'
import { runToEnd, startOnce, stoppedBy } from './runToEnd.ts'

/** What goes wrong between the engine and the service. */
export const wayFaults: readonly Fault[] = [
  {
    name: 'nothing goes wrong',
    services: both,
    runs: { full: 1, short: 1 },
    play: (lab) =>
      throughIt(
        lab,
        () => undefined,
        () => true,
      ),
  },
  {
    name: 'connection dropped after commit',
    services: both,
    runs: { full: 6, short: 1 },
    play: (lab) =>
      throughIt(
        lab,
        () => dropAnswers(lab),
        () => hasLostAnswers(lab),
      ),
  },
  {
    name: 'the same, and then the service is away',
    services: both,
    runs: { full: 6, short: 1 },
    async play(lab) {
      let isAway = false
      const callOff = lab.account.requests.onArrival(() => {
        if (isAway || !hasLostAnswers(lab)) return
        isAway = true
        lab.account.addFault({ kind: 'unavailable', times: 40 })
      })
      const trouble = () => dropAnswers(lab)
      return throughIt(lab, trouble, () => isAway).finally(callOff)
    },
  },
  { ...storm('429 storm', 429, { kind: 'too-many-requests', times: 8 }), runs: { full: 4, short: 1 } },
  storm('429 storm that outlasts patience', 429, { kind: 'too-many-requests', times: 30 }),
  { ...storm('503 storm', 503, { kind: 'unavailable', times: 8 }), runs: { full: 4, short: 1 } },
  storm('503 storm that outlasts patience', 503, { kind: 'unavailable', times: 30 }),
  // Klaviyo's own 403 is JSON, so that a page is known to pass; Kit's may have no body at all.
  stopper('Cloudflare page (403)', 'blocked', ({ service }) =>
    service === 'kit' ? 'forbidden' : 'unavailable',
  ),
  stopper('key revoked in mid-run', 'key-revoked', () => 'unauthorized'),
]

/** Several in a row, so that those are among them whose repetition would do harm. */
export function dropAnswers({ account, random, usual }: Lab): void {
  const skip = random.between(0, usual.writes - 1)
  account.addFault({ kind: 'drop-after-commit', skip, times: random.between(3, 8) })
}

export function hasLostAnswers({ account }: Lab): boolean {
  return lostAnswers(account.requests.entries) > 0
}

/** The run meets the fault on its way, and goes on however often it stops. */
export async function throughIt(lab: Lab, trouble: () => void, isMet: () => boolean): Promise<boolean> {
  const engine = await lab.open()
  try {
    const plan = await lab.plan(engine)
    trouble()
    const receipt = await runToEnd(engine, plan.id)
    if (!isMet()) return false
    await lab.judge(engine, receipt)
    return true
  } finally {
    await engine.close()
  }
}

function storm(name: string, status: number, fault: WayFault): Fault {
  return {
    name,
    services: both,
    runs: { full: 2, short: 1 },
    play(lab) {
      const skip = aMoment(lab)
      const isMet = () => lab.account.requests.entries.some((request) => request.status === status)
      return throughIt(lab, () => lab.account.addFault({ ...fault, skip }), isMet)
    },
  }
}

/** Stops the run at a random moment, until somebody puts it right. */
function stopper(
  name: string,
  kind: WayFault['kind'],
  codeAt: (account: FaultyAccount) => AppError['code'],
): Fault {
  return {
    name,
    services: both,
    runs: { full: 4, short: 1 },
    async play(lab) {
      const engine = await lab.open()
      try {
        const plan = await lab.plan(engine)
        lab.account.addFault({ kind, skip: aMoment(lab) })
        if (!stoppedBy(await startOnce(engine, plan.id), codeAt(lab.account))) return false
        lab.account.clearFaults()
        await lab.judge(engine, await runToEnd(engine, plan.id))
        return true
      } finally {
        await engine.close()
      }
    },
  }
}

/** After how many requests of a run. */
export function aMoment({ random, usual }: Lab): number {
  return random.between(0, Math.max(0, usual.requests - 2))
}
