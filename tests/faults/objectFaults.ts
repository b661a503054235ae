import type { PracticeKit } from '../../electron/practice/kit/createPracticeKit.ts'
import type { PlanSummary } from '../../shared/contract/plans.ts'
import type { Receipt } from '../../shared/contract/runs.ts'
import type { ObjectTarget } from '../../shared/objectTypes.ts'
import { outcomesOf, planObjects } from '../engine/objects/objectHarness.ts'
import type { TestEngine } from '../support/testEngine.ts'
import type { Fault, Way } from './fault.ts'
import { lostAnswers } from './faultyAccount.ts'
import { atRandom, isKilled } from './kills.ts'
import type { Lab } from './lab.ts'
import { emailsOf } from './peopleFile.ts'
import { runToEnd } from './runToEnd.ts'

/** A file about objects, and how the service itself counts what came of each row. */
interface ObjectFile {
  readonly target: ObjectTarget
  readonly csv: string
  readonly rows: number
  /** How often the object of a row (from 0) was made, or the person of it was dealt with. */
  readonly times: (kit: PracticeKit, row: number) => number
}

const many = 12
const numbers = Array.from({ length: many }, (_, n) => n)
const lines = (header: string, row: (n: number) => string) => [header, ...numbers.map(row)].join('\n')
const people = [...emailsOf('changed'), ...emailsOf('joining')]
const idOf = ({ state }: PracticeKit, email = '') => state.subscribers.byEmail(email)?.id ?? 0

const webhooks: ObjectFile = {
  target: { type: 'webhooks', op: 'insert' },
  csv: lines('Target address,Event', (n) => `https://hooks.example.com/${n},purchase.purchase_create`),
  rows: many,
  times: ({ state }, n) =>
    [...state.webhooks.values()].filter(({ targetUrl }) => targetUrl.endsWith(`.com/${n}`)).length,
}

const broadcasts: ObjectFile = {
  target: { type: 'broadcasts', op: 'insert' },
  csv: lines('Subject,Content', (n) => `Draft ${n},<p>${n}</p>`),
  rows: many,
  times: ({ state }, n) =>
    [...state.broadcasts.values()].filter(({ subject }) => subject === `Draft ${n}`).length,
}

const tags: ObjectFile = {
  target: { type: 'tags', op: 'insert' },
  csv: lines('Tag', (n) => `Fault ${n}`),
  rows: many,
  times: ({ state }, n) => [...state.tags.values()].filter(({ name }) => name === `Fault ${n}`).length,
}

/** Each addition to a form may mail somebody. */
const additions: ObjectFile = {
  target: { type: 'formSubscriptions', op: 'insert' },
  csv: ['Email,Form', ...people.map((email) => `${email},Weekly letter`)].join('\n'),
  rows: people.length,
  times: (kit, n) => {
    const { formAdds, formRepeats } = kit.tally.of(idOf(kit, people[n]))
    return formAdds + formRepeats
  },
}

/** Two rows make one purchase. */
const purchases: ObjectFile = {
  target: { type: 'purchases', op: 'insert' },
  csv: [
    'Order id,Email,Product,Unit price',
    ...people.flatMap((email, n) => [`F-${n},${email},Bread,3`, `F-${n},${email},Butter,4`]),
  ].join('\n'),
  rows: people.length * 2,
  times: (kit, row) => {
    const { purchases: made, purchaseRepeats } = kit.tally.of(idOf(kit, people[Math.floor(row / 2)]))
    return made + purchaseRepeats
  },
}

/** What goes wrong while objects are written, played on one file after the other. Kit shows purchases to a sign-in only. */
export const objectFaults: readonly Fault[] = [
  ...faultsOf('objects', 'key', [webhooks, broadcasts, tags, additions]),
  ...faultsOf('purchases', 'sign-in', [purchases]),
]

function faultsOf(what: string, way: Way, files: readonly ObjectFile[]): Fault[] {
  const each = (
    name: string,
    times: number,
    play: (lab: Lab, file: ObjectFile) => Promise<boolean>,
  ): Fault => ({
    name: `${what}: ${name}`,
    services: ['kit'],
    way,
    runs: { full: times * files.length, short: files.length },
    play: (lab, n) => play(lab, files[n % files.length] ?? webhooks),
  })
  return [
    each('connection dropped after commit', 2, (lab, file) =>
      playThrough(lab, file, {
        set: ({ account, random }) =>
          account.addFault({
            kind: 'drop-after-commit',
            skip: random.between(0, 4),
            times: random.between(1, 4),
          }),
        isMet: ({ account }) => lostAnswers(account.requests.entries) > 0,
      }),
    ),
    each('429 storm', 2, (lab, file) =>
      playThrough(lab, file, {
        set: ({ account, random }) =>
          account.addFault({ kind: 'too-many-requests', skip: random.between(0, 5), times: 12 }),
        isMet: ({ account }) => account.requests.entries.some(({ status }) => status === 429),
      }),
    ),
    each('kill at a random instant', 3, playKill),
  ]
}

interface Trouble {
  readonly set: (lab: Lab) => void
  /** Whether it came about. */
  readonly isMet: (lab: Lab) => boolean
}

async function playThrough(lab: Lab, file: ObjectFile, { set, isMet }: Trouble): Promise<boolean> {
  const engine = await lab.open()
  try {
    const plan = await planOf(engine, file)
    set(lab)
    const receipt = await runToEnd(engine, plan.id)
    if (!isMet(lab)) return false
    await judge(lab, file, engine, receipt)
    return true
  } finally {
    await engine.close()
  }
}

async function playKill(lab: Lab, file: ObjectFile): Promise<boolean> {
  const first = await lab.open()
  const plan = await planOf(first, file).finally(() => first.close())
  const isMidway = { ...lab, usual: { ...lab.usual, requests: file.rows } }
  if (!(await isKilled(lab, plan.id, atRandom(isMidway), false))) return false
  const engine = await lab.open()
  try {
    await judge(lab, file, engine, await runToEnd(engine, plan.id))
    return true
  } finally {
    await engine.close()
  }
}

function planOf(engine: TestEngine, { csv, target }: ObjectFile): Promise<PlanSummary> {
  return planObjects(engine, csv, target, { to: 'Practice' })
}

/** By the practice account's own counts: each row written once, and never twice. */
async function judge(
  lab: Lab,
  { rows, times, target }: ObjectFile,
  engine: TestEngine,
  receipt: Receipt,
): Promise<void> {
  const { kit } = lab.bench.practice
  kit.state.settle()
  const outcomes = await outcomesOf(engine, receipt)
  const name = (n: number) => `row ${n + 1} of the ${target.type}`
  const each = Array.from({ length: rows }, (_, n) => ({
    n,
    done: times(kit, n),
    outcome: outcomes[n]?.outcome,
  }))
  const sum = Object.values(receipt.outcomes).reduce((total, count) => total + count, 0)
  lab.found({
    rows,
    lost: each
      .filter(({ done, outcome }) => outcome !== 'written' || done === 0)
      .map(({ n, done, outcome }) => `${name(n)} is ${outcome ?? 'nowhere'}, and was done ${done} times`),
    twice: each.filter(({ done }) => done > 1).map(({ n, done }) => `${name(n)} was done ${done} times`),
    resubscribed: [],
    wrongTotals: receipt.addsUp && sum === rows ? [] : [`the outcomes of the ${target.type} don't add up`],
  })
}
