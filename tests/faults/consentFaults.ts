import { setTimeout as wait } from 'node:timers/promises'
import type { ConsentRule, RowOutcome } from '../../shared/model.ts'
import type { Fault } from './fault.ts'
import type { WayFault } from './faultyAccount.ts'
import { fromOutside, type Instant, killing, type Planned } from './kills.ts'
import { type FaultyKlaviyo, subscribePath } from './klaviyoAccount.ts'
import { type Lab, slowestFactor } from './lab.ts'
import { emailOf, type Fate, fileRows } from './peopleFile.ts'
import { runToEnd } from './runToEnd.ts'

/** Nothing but the new people has not agreed yet. Their list subscribes at once, the other one asks them first. */
const list = 'Nobody yet'
const listThatAsks = 'Weekly letter'

/** The file, with everyone subscribed to the list in place of only joining it. */
const subscribed: Planned = {
  plan: (lab, engine) => lab.plan(engine, [], consentTo(lab, list)),
  judging: { subscribes: true },
}

/** What goes wrong while people are subscribed, which comes after their import. */
export const consentFaults: readonly Fault[] = [
  meeting('nothing goes wrong while subscribing', () => ({ come: () => true })),
  meeting('subscription taken, its answer lost', ({ account }) => {
    account.addFault({ kind: 'drop-after-commit', path: subscribePath, times: 1 })
    return { come: () => account.requests.entries.some(({ dropped }) => dropped === 'after-commit') }
  }),
  stormy('429 storm while subscribing', { kind: 'too-many-requests', times: 6 }),
  stormy('429 storm while subscribing that outlasts patience', { kind: 'too-many-requests', times: 20 }),
  meeting('people leave just before they are subscribed', ({ account, people }) => {
    const leavers = [emailOf('new', 5), emailOf('new', 7)]
    const outcomes: readonly RowOutcome[] = ['held-back', 'partly-written']
    // Their import is read back as soon as it is done, and the look before subscribing is the read after that.
    const hasComeIn = () => account.people().some(({ email }) => email === leavers[1])
    let left = false
    account.requests.onArrival(({ method, path }) => {
      if (left || method !== 'GET' || path !== '/api/profiles' || !hasComeIn()) return
      left = true
      for (const email of leavers) people.leaves(email)
    })
    return { come: () => left, excused: new Map(leavers.map((email) => [email, outcomes])) }
  }),
  {
    ...meeting(
      'asked to confirm, the answer lost',
      ({ account }) => {
        account.addFault({ kind: 'drop-after-commit', path: subscribePath, times: 1 })
        // Nobody is on that list, so that everyone is asked, and shows nothing before they have answered.
        const outcomes: readonly RowOutcome[] = ['accepted', 'in-doubt', 'partly-written']
        const excused = new Map(
          fileRows.filter(({ fate }) => isSent(fate)).map(({ email }) => [email, outcomes]),
        )
        return { come: () => account.requests.entries.some(({ dropped }) => dropped !== null), excused }
      },
      {
        plan: (lab, engine) => lab.plan(engine, [], consentTo(lab, listThatAsks)),
        judging: { audiences: [], mayMail: 1 },
      },
    ),
  },
  dying('kill as a subscription arrives', (lab) => ({
    order: fromOutside,
    losesAnswers: true,
    arrange: (kill) =>
      lab.account.requests.onArrival(({ method, path }) => {
        if (method === 'POST' && path === subscribePath) kill()
      }),
  })),
  {
    ...dying('kill after a subscription was taken', (lab) => ({
      order: fromOutside,
      losesAnswers: true,
      arrange: (kill) =>
        klaviyoOf(lab).onSubscribe(async () => {
          kill()
          await wait(50)
        }),
    })),
    // So that it does not show yet when the next program looks.
    factor: slowestFactor,
  },
  dying('kill before a subscription leaves', ({ usual }) => ({
    // In place of the list's import and the joins there is the one for people and the subscription.
    order: { at: 'after-begin', nth: usual.writes },
    losesAnswers: true,
  })),
  dying('kill while consent is looked for', (lab) => ({
    order: fromOutside,
    losesAnswers: false,
    arrange: (kill) => {
      let isTaken = false
      return lab.account.requests.onArrival(({ method, path }) => {
        if (path === subscribePath) isTaken = true
        else if (isTaken && method === 'GET') kill()
      })
    },
  })),
]

function isSent(fate: Fate): boolean {
  return fate === 'goes' || fate === 'unchanged'
}

interface Trouble {
  /** Whether it came about, once the run has ended. */
  come(): boolean
  readonly excused?: ReadonlyMap<string, readonly RowOutcome[]>
}

function meeting(name: string, prepare: (lab: Lab) => Trouble, planned: Planned = subscribed): Fault {
  return {
    name,
    services: ['klaviyo'],
    runs: { full: 3, short: 1 },
    async play(lab) {
      const engine = await lab.open()
      try {
        const plan = await planned.plan(lab, engine)
        const trouble = prepare(lab)
        const receipt = await runToEnd(engine, plan.id)
        if (!trouble.come()) return false
        const { excused = new Map() } = trouble
        await lab.judge(engine, receipt, { ...planned.judging, excused })
        return true
      } finally {
        await engine.close()
      }
    },
  }
}

function stormy(name: string, fault: WayFault): Fault {
  return meeting(name, ({ account }) => {
    account.addFault({ ...fault, path: subscribePath })
    return { come: () => account.requests.entries.some(({ status }) => status === 429) }
  })
}

function dying(name: string, instant: (lab: Lab) => Instant): Fault {
  return { ...killing(name, [instant], subscribed), services: ['klaviyo'], runs: { full: 3, short: 1 } }
}

function consentTo(lab: Lab, name: string): ConsentRule {
  const audience = { kind: 'list', id: klaviyoOf(lab).idOfList(name) } as const
  return { channels: ['email'], audience, since: null, source: 'Booth' }
}

function klaviyoOf({ klaviyo }: Lab): FaultyKlaviyo {
  if (klaviyo === null) throw new Error('Only Klaviyo keeps consent')
  return klaviyo
}
