import { chooseConnection } from '../chooseConnection.ts'
import type { Output } from '../output.ts'
import { planWords } from '../planWords.ts'
import { runNumber } from '../runNumber.ts'
import { withSession } from '../session.ts'
import { confirmPlan } from '../confirmPlan.ts'
import { applyPlan, refuseWithoutTerminal } from './run.ts'

export interface RetryOptions {
  readonly yes?: boolean
  readonly confirm?: number
  readonly secretStdin?: boolean
}

/** `listferry retry RUN`: rows that did not get through, planned and sent once more as they are. */
export async function retryCommand(output: Output, runText: string, options: RetryOptions): Promise<number> {
  const run = runNumber(runText)
  refuseWithoutTerminal(options)
  return withSession(output, options, async (session) => {
    const { client, signal } = session
    const { connection: to } = await client.runs.get({ run }, signal)
    const { practice } = await chooseConnection(session, { ...options, to })
    const plan = await client.runs.retry({ run }, signal)
    output.note(`${planWords(plan, practice)}\n`)
    await confirmPlan(session, plan, practice, options)
    const confirm = plan.guard?.count
    return applyPlan(session, (stop) =>
      client.runs.start({ plan: plan.id, goesOn: true, ...(confirm !== undefined && { confirm }) }, stop),
    )
  })
}
