import type { PlanSummary } from '../../shared/contract/plans.ts'
import type { RunRowView } from '../../shared/contract/runs.ts'
import type { TestEngine } from '../support/testEngine.ts'
import { both, type Fault } from './fault.ts'
import type { SeenPerson } from './faultyAccount.ts'
import type { Verdict } from './judge.ts'
import { atRandom, isKilled } from './kills.ts'
import { type Lab, rowsOf } from './lab.ts'
import { fileRows } from './peopleFile.ts'
import { runToEnd } from './runToEnd.ts'
import { withEngine } from './withEngine.ts'

/** Kills while a run is taken back, while its first rows are looked at, and while it is read back. */
export const undoFaults: readonly Fault[] = [
  {
    name: 'kill while a run is taken back',
    services: both,
    runs: { full: 10, short: 1 },
    async play(lab) {
      const plan = await withEngine(lab, (engine) => planUndo(lab, engine))
      const confirm = plan.guard?.count
      if (!(await isKilled(lab, plan.id, inTheFirstHalf(lab), false, { ...(confirm && { confirm }) })))
        return false
      return withEngine(lab, async (engine) => {
        const receipt = await runToEnd(engine, plan.id, confirm)
        const rows = await rowsOf(engine, receipt)
        lab.found(judgeUndo(lab, rows, receipt.status === 'finished' && receipt.addsUp))
        return true
      })
    },
  },
  {
    name: 'kill while the first ten are looked at',
    services: both,
    runs: { full: 6, short: 1 },
    async play(lab) {
      const plan = await withEngine(lab, (engine) => lab.plan(engine))
      if (!(await isKilled(lab, plan.id, atRandom(lab), false, { canary: true }))) return false
      return withEngine(lab, async (engine) => {
        const receipt = await runToEnd(engine, plan.id)
        if (receipt.readBack.canary !== 'matched') throw new Error(`canary: ${receipt.readBack.canary}`)
        await lab.judge(engine, receipt, { answersNotKept: 1 })
        return true
      })
    },
  },
  {
    name: 'kill while a run is read back',
    services: both,
    runs: { full: 4, short: 1 },
    async play(lab) {
      const run = await withEngine(lab, async (engine) => {
        const plan = await lab.plan(engine)
        return (await runToEnd(engine, plan.id)).id
      })
      const instant = { ...atRandom(lab), arrange: atFirstRead(lab) }
      if (!(await isKilled(lab, 0 as PlanSummary['id'], instant, false, { verify: run }))) return false
      return withEngine(lab, async (engine) => {
        const receipt = await engine.client.runs.verify({ run })
        const { counts, verify } = receipt.readBack
        if (verify !== 'done' || counts.differs + counts['not-visible'] > 0)
          throw new Error(`read back as ${JSON.stringify(receipt.readBack)}`)
        await lab.judge(engine, receipt)
        return true
      })
    },
  },
]

/** Runs the file undisturbed, and plans what takes that back once the lists show it. */
async function planUndo(lab: Lab, engine: TestEngine): Promise<PlanSummary> {
  const plan = await lab.plan(engine)
  const { id } = await runToEnd(engine, plan.id)
  await lab.clock.sleep(60_000)
  return engine.client.plans.undo({ run: id })
}

/** An undo takes fewer requests than its run. */
function inTheFirstHalf(lab: Lab) {
  const { usual } = lab
  return atRandom({ ...lab, usual: { ...usual, requests: Math.max(2, Math.floor(usual.requests / 3)) } })
}

function atFirstRead({ account }: Lab) {
  return (kill: () => void) => {
    let killed = false
    return account.requests.onArrival(({ method }) => {
      if (killed || method !== 'GET') return
      killed = true
      kill()
    })
  }
}

/** Everybody as they were before the run, from the account's own side; and nobody written more often than needed. */
function judgeUndo(
  { account, people: { before } }: Lab,
  rows: readonly RunRowView[],
  isWhole: boolean,
): Verdict {
  const leavable = new Set(
    account.audiences.filter(({ kind }) => kind === 'tag' || kind === 'list').map(({ name }) => name),
  )
  const lost: string[] = []
  const twice: string[] = []
  for (const now of account.people()) {
    // Whoever has no address is in no file.
    if (now.email === '') continue
    const was = before.get(now.email)
    const row = rows.find(({ email }) => email === now.email)
    const said = row === undefined ? 'nothing' : `${row.outcome}: ${row.reason ?? 'no reason'}`
    lost.push(...notAsBefore(now, was, leavable).map((words) => `${words} (the undo says ${said})`))
    // The run, the undo, and once more for the answer that was lost.
    if (now.done.written > 3 * account.writesPerPerson)
      twice.push(`the fields of ${now.email} were written ${now.done.written} times`)
  }
  return {
    rows: fileRows.length,
    lost,
    twice,
    resubscribed: account
      .people()
      .filter(({ email, left }) => before.get(email)?.left === true && !left)
      .map(({ email }) => `${email} had left and is back`),
    wrongTotals: isWhole ? [] : ['the undo did not come to its end, or does not add up'],
  }
}

function notAsBefore(
  now: SeenPerson,
  was: SeenPerson | undefined,
  leavable: ReadonlySet<string>,
): readonly string[] {
  const differs = (what: 'firstName' | 'city') => (now[what] ?? '') !== (was?.[what] ?? '')
  return [
    ...(['firstName', 'city'] as const)
      .filter(differs)
      .map((what) => `${now.email} has the ${what} ${String(now[what])} in place of ${String(was?.[what])}`),
    ...[...leavable]
      .filter((name) => now.audiences.has(name) !== (was?.audiences.has(name) ?? false))
      .map((name) => `${now.email} is ${now.audiences.has(name) ? 'still' : 'not any more'} in ${name}`),
  ]
}
