import type { KitFault } from '../../electron/practice/kit/faults.ts'
import type { Fault } from './fault.ts'
import { connect, type Lab } from './lab.ts'
import { afterCommit, atRandom, killing, named } from './kills.ts'
import { runToEnd, startOnce, stoppedBy } from './runToEnd.ts'
import { aMoment, dropAnswers, hasLostAnswers, throughIt } from './wayFaults.ts'

/** A run of the file begins with these: people, values, taggings, form additions. Sequences follow one by one. */
const bulkWrites = 4

/** What goes wrong at Kit with a sign-in: with its tokens, and with requests for a hundred people at once. */
export const bulkFaults: readonly Fault[] = [
  signedIn('in bulk: nothing goes wrong', 1, (lab) =>
    throughIt(
      lab,
      () => undefined,
      () => true,
    ),
  ),
  signedIn('in bulk: the token expires in mid-run', 4, (lab) =>
    unaided(
      lab,
      () => add(lab, { kind: 'expire-token', skip: aMoment(lab), times: 1 }),
      () => statuses(lab).includes(401),
    ),
  ),
  signedIn('in bulk: the answer to a renewal is lost', 4, renewalLost),
  signedIn('in bulk: connection dropped after commit', 6, (lab) =>
    throughIt(
      lab,
      () => dropAnswers(lab),
      () => hasLostAnswers(lab),
    ),
  ),
  signedIn('in bulk: the queue is full (413)', 4, (lab) =>
    unaided(
      lab,
      () => add(lab, { kind: 'queue-full', skip: lab.random.between(0, 3), times: 3 }),
      () => statuses(lab).includes(413),
    ),
  ),
  signedIn('in bulk: the account is full (403)', 2, accountFull),
  inBulk(killing('in bulk: kill at a random instant', [atRandom]), 10),
  inBulk(
    killing('in bulk: kill before a request leaves', [(lab) => named(lab, 'after-begin', bulkWrites)]),
    4,
  ),
  inBulk(killing('in bulk: kill after the service committed', [(lab) => afterCommit(lab, bulkWrites)]), 6),
  inBulk(
    killing('in bulk: kill before the answer is journaled', [
      (lab) => named(lab, 'before-settle', bulkWrites),
    ]),
    6,
  ),
]

function signedIn(name: string, full: number, play: Fault['play']): Fault {
  return { name, services: ['kit'], way: 'sign-in', runs: { full, short: 1 }, play }
}

function inBulk(fault: Fault, full: number): Fault {
  return { ...fault, services: ['kit'], way: 'sign-in', runs: { full, short: 1 } }
}

function add({ bench }: Lab, fault: KitFault): void {
  bench.practice.kit.faults.add(fault)
}

function statuses({ account }: Lab): readonly (number | null)[] {
  return account.requests.entries.map(({ status }) => status)
}

/** The run gets over it by itself: a stop is lost rows, until somebody comes. */
async function unaided(lab: Lab, trouble: () => void, isMet: () => boolean): Promise<boolean> {
  const engine = await lab.open()
  try {
    const plan = await lab.plan(engine)
    trouble()
    const receipt = await startOnce(engine, plan.id)
    if (!isMet()) return false
    if (receipt instanceof Error) throw receipt
    await lab.judge(engine, receipt)
    return true
  } finally {
    await engine.close()
  }
}

/** Nobody can bring the next tokens then: the run stops and says so, and goes on once somebody has signed in again. */
async function renewalLost(lab: Lab): Promise<boolean> {
  const engine = await lab.open()
  try {
    const plan = await lab.plan(engine)
    add(lab, { kind: 'expire-token', skip: aMoment(lab), times: 1 })
    add(lab, { kind: 'lose-refresh-answer', times: 1 })
    const receipt = await startOnce(engine, plan.id)
    if (!stoppedBy(receipt, 'unauthorized')) return false
    if (!('stoppedBecause' in receipt) || !/Sign in again/.test(receipt.stoppedBecause ?? ''))
      throw new Error('The run does not say to sign in again.')
    await connect(engine, lab.bench, lab.account)
    // People whose name was written and whose fields were not are written whole.
    await lab.judge(engine, await runToEnd(engine, plan.id), { answersNotKept: 1 })
    return true
  } finally {
    await engine.close()
  }
}

async function accountFull(lab: Lab): Promise<boolean> {
  const engine = await lab.open()
  try {
    const plan = await lab.plan(engine)
    add(lab, { kind: 'subscriber-limit' })
    if (!stoppedBy(await startOnce(engine, plan.id), 'forbidden')) return false
    lab.account.clearFaults()
    await lab.judge(engine, await runToEnd(engine, plan.id))
    return true
  } finally {
    await engine.close()
  }
}
