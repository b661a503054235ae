import { AppError } from '../../shared/errors.ts'
import type { RowOutcome } from '../../shared/model.ts'
import { both, type Fault } from './fault.ts'
import type { SeenPerson } from './faultyAccount.ts'
import type { Lab } from './lab.ts'
import { onWrite } from './onWrite.ts'
import { emailOf, fileRows } from './peopleFile.ts'
import { runToEnd, startOnce } from './runToEnd.ts'

/** Kit's lists are behind: what nobody can see yet, nobody can heed. The practice Kit's are three seconds behind. */
const listsCaughtUpMs = 35_000

type Excuses = ReadonlyMap<string, readonly RowOutcome[]>

/** What somebody else does to the account between the plan and its run. */
export const othersFaults: readonly Fault[] = [
  between('people leave after the plan', ({ people }) => {
    const leavers = [emailOf('changed', 2), emailOf('joining', 1), emailOf('members', 0)]
    for (const email of leavers) people.leaves(email)
    return new Map(leavers.map((email) => [email, ['held-back']]))
  }),
  {
    ...between(
      'people leave as the run begins',
      ({ people, account }) => {
        const leavers = [
          emailOf('changed', 2),
          emailOf('joining', 1),
          emailOf('joining', 2),
          emailOf('members', 0),
        ]
        for (const email of leavers) people.leaves(email)
        // Nobody can know it before the first write: fields are written, and its answer keeps them out of everything else.
        const outcomes: readonly RowOutcome[] =
          account.service === 'kit' ? ['held-back', 'partly-written'] : ['held-back']
        return new Map(leavers.map((email) => [email, outcomes]))
      },
      0,
    ),
    runs: { full: 4, short: 2 },
  },
  {
    name: 'people leave in mid-run',
    services: both,
    runs: { full: 4, short: 1 },
    async play(lab) {
      const engine = await lab.open()
      try {
        const plan = await lab.plan(engine)
        const leavers = [emailOf('changed', 5), emailOf('members', 2)]
        const write = onWrite(inTheFirstHalf(lab), () => leavers.forEach((email) => lab.people.leaves(email)))
        const receipt = await runToEnd(engine, plan.id).finally(write.callOff)
        if (!write.came()) return false
        // Fields are written, and the answer keeps them out of everything else.
        const outcomes: readonly RowOutcome[] = ['held-back', 'partly-written']
        await lab.judge(engine, receipt, { excused: new Map(leavers.map((email) => [email, outcomes])) })
        // Klaviyo's import had everyone in it by then, and puts them on the list.
        const stays = leavers.find((email) => lab.account.service === 'klaviyo' && wasJoined(lab, email))
        if (stays !== undefined) throw new Error(`${stays} left in mid-run, and is on the list of the import`)
        return true
      } finally {
        await engine.close()
      }
    },
  },
  {
    name: 'people come onto the list of who left in mid-run',
    services: ['kit'],
    runs: { full: 4, short: 1 },
    async play(lab) {
      const engine = await lab.open()
      try {
        const plan = await lab.plan(engine)
        const last = emailOf('members', 2)
        let before: SeenPerson | undefined
        const write = onWrite(inTheFirstHalf(lab), async () => {
          await engine.client.left.add({ email: last })
          before = personOf(lab, last)
        })
        const receipt = await runToEnd(engine, plan.id).finally(write.callOff)
        if (!write.came()) return false
        await lab.judge(engine, receipt, { excused: new Map([[last, ['held-back']]]) })
        if (personOf(lab, last)?.city !== before?.city || receipt.outcomes['held-back'] < 1)
          throw new Error(`${last} came onto the list of who left, and was written all the same`)
        return true
      } finally {
        await engine.close()
      }
    },
  },
  between('people are edited after the plan', ({ people }) => {
    const edited = [emailOf('changed', 3), emailOf('members', 1)]
    for (const email of edited) people.edits(email, { city: 'Elsewhere', company: 'Written by hand' })
    // What nobody saw in the preview is not overwritten.
    return new Map(edited.map((email) => [email, ['held-back']]))
  }),
  between('planned as new, arrive after the plan', ({ people }) => {
    people.arrives(emailOf('new', 3))
    people.arrives(emailOf('new', 4))
    people.leaves(emailOf('new', 4))
    return new Map([[emailOf('new', 4), ['held-back']]])
  }),
  {
    ...between('people are removed after the plan', ({ people }) => {
      const gone = [emailOf('changed', 4), emailOf('joining', 3), emailOf('members', 2)]
      for (const email of gone) people.disappears(email)
      return new Map(gone.map((email) => [email, ['rejected']]))
    }),
    services: ['klaviyo'],
  },
  {
    name: 'an audience is deleted after the plan',
    services: both,
    runs: { full: 2, short: 1 },
    async play(lab, n) {
      const engine = await lab.open()
      try {
        const plan = await lab.plan(engine)
        const gone = lab.account.audiences[n % Math.min(2, lab.account.audiences.length)]
        if (gone === undefined) throw new Error('There is no audience to delete')
        lab.people.deletes(gone)
        await lab.clock.sleep(listsCaughtUpMs)
        const receipt = await startOnce(engine, plan.id)
        if (receipt instanceof AppError) throw receipt
        await lab.judge(engine, receipt, { excused: whoeverWasToJoin() })
        const rest = lab.account.audiences.filter((one) => one !== gone)
        const next = await lab.plan(engine, rest)
        const audiences = rest.map(({ name }) => name)
        // Whoever was written by the first run before it met the audience that is gone is written no more.
        await lab.judge(engine, await runToEnd(engine, next.id), { audiences })
        return true
      } finally {
        await engine.close()
      }
    },
  },
]

/** @param afterMs how long after that the run begins */
function between(name: string, happen: (lab: Lab) => Excuses, afterMs = listsCaughtUpMs): Fault {
  return {
    name,
    services: both,
    runs: { full: 2, short: 1 },
    async play(lab) {
      const engine = await lab.open()
      try {
        const plan = await lab.plan(engine)
        const excused = happen(lab)
        await lab.clock.sleep(afterMs)
        await lab.judge(engine, await runToEnd(engine, plan.id), { excused })
        return true
      } finally {
        await engine.close()
      }
    },
  }
}

/** The last rows are not under way then. */
function inTheFirstHalf(lab: Lab): Lab {
  return { ...lab, usual: { ...lab.usual, writes: Math.floor(lab.usual.writes / 2) } }
}

function wasJoined(lab: Lab, email: string): boolean {
  const before = lab.people.before.get(email)?.audiences ?? new Set()
  return [...(personOf(lab, email)?.audiences ?? [])].some((name) => !before.has(name))
}

function personOf({ account }: Lab, email: string): SeenPerson | undefined {
  return account.people().find((one) => one.email === email)
}

function whoeverWasToJoin(): Excuses {
  const outcomes: readonly RowOutcome[] = ['partly-written', 'not-sent']
  return new Map(fileRows.filter(({ fate }) => fate === 'goes').map(({ email }) => [email, outcomes]))
}
