import { AppError } from '../../shared/errors.ts'
import type { Receipt } from '../../shared/contract/runs.ts'
import type { PlanId } from '../../shared/model.ts'
import type { TestEngine } from '../support/testEngine.ts'

/** A storm may stop a run several times. */
const mostAttempts = 40

/** Starts the plan's run, or goes on with it, until it is finished; gives up after many attempts. */
export async function runToEnd({ client }: TestEngine, plan: PlanId, confirm?: number): Promise<Receipt> {
  for (let attempt = 1; ; attempt += 1) {
    const [run] = (await client.runs.list({})).filter((one) => one.plan === plan)
    if (run?.status === 'finished') return client.runs.receipt({ run: run.id })
    const receipt = run
      ? await client.runs.resume({ run: run.id })
      : await client.runs.start({ plan, ...(confirm && { confirm }) })
    if (receipt.status === 'finished' || attempt === mostAttempts) return receipt
  }
}

/** Starts the plan's run once. A failure that even the journal could not note is given back as it was thrown. */
export async function startOnce({ client }: TestEngine, plan: PlanId): Promise<Receipt | AppError> {
  try {
    return await client.runs.start({ plan })
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/** Whether a run stopped for this reason. Any other reason is a finding of its own. */
export function stoppedBy(receipt: Receipt | AppError, code: AppError['code']): boolean {
  if (receipt instanceof AppError) throw receipt
  if (receipt.status === 'finished') return false
  if (receipt.stoppedCode === code) return true
  throw new Error(
    `The run stopped as ${receipt.stoppedCode ?? 'nothing'} in place of ${code}: ${receipt.stoppedBecause ?? ''}`,
  )
}
