import type { RowOutcome } from '../../shared/model.ts'
import type { Fault } from './fault.ts'
import type { JobFault } from './klaviyoAccount.ts'
import { fastestFactor, type Lab } from './lab.ts'
import { fileRows } from './peopleFile.ts'
import { runToEnd } from './runToEnd.ts'

/** What becomes of Klaviyo's import jobs. Whatever they leave undone, the next plan sends. */
export const jobFaults: readonly Fault[] = [
  {
    ...job('job that never ends', (lab) => ({ kind: 'stuck-job', afterRows: lab.random.between(0, 20) })),
    factor: fastestFactor,
  },
  job('job that ends early', (lab) => ({ kind: 'cancelled-job', afterRows: lab.random.between(0, 20) })),
  job('job that finishes with failures', (lab) => ({
    kind: 'failing-rows',
    rows: [0, 2 + lab.random.between(0, 9)],
  })),
]

function job(name: string, faultFor: (lab: Lab) => JobFault): Fault {
  return {
    name,
    services: ['klaviyo'],
    runs: { full: 3, short: 1 },
    async play(lab) {
      const { klaviyo } = lab
      if (klaviyo === null) throw new Error(`Only Klaviyo has jobs: ${name}`)
      const fault = faultFor(lab)
      const engine = await lab.open()
      try {
        const plan = await lab.plan(engine)
        klaviyo.addJobFault({ ...fault, times: 1 })
        const receipt = await runToEnd(engine, plan.id)
        if (klaviyo.jobs() === 0) return false
        await lab.judge(engine, receipt, { excused: excusedBy(fault, lab) })
        const next = await lab.plan(engine)
        // The first job did part of it, and what it left undone is written again.
        await lab.judge(engine, await runToEnd(engine, next.id), { answersNotKept: 1 })
        return true
      } finally {
        await engine.close()
      }
    },
  }
}

/** Whom the job didn't write, by what the service knows of it; and what a receipt may then say. */
function excusedBy(fault: JobFault, { klaviyo }: Lab): ReadonlyMap<string, readonly RowOutcome[]> {
  switch (fault.kind) {
    case 'failing-rows':
      return new Map([...(klaviyo?.refusedByJobs() ?? [])].map((email) => [email, ['rejected']]))
    case 'cancelled-job':
      return everyone(['rejected', 'partly-written'])
    case 'stuck-job':
      return everyone(['accepted'])
  }
}

function everyone(outcomes: readonly RowOutcome[]): ReadonlyMap<string, readonly RowOutcome[]> {
  return new Map(fileRows.filter(({ fate }) => fate === 'goes').map(({ email }) => [email, outcomes]))
}
