import type { ActPlan, ActRequest } from '../../../shared/contract/objects.ts'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ObjectTarget } from '../../../shared/objectTypes.ts'
import { confirm as askYes } from '../askSecret.ts'
import { exitCodes } from '../exitCode.ts'
import { planWords } from '../planWords.ts'
import type { Session } from '../session.ts'
import { applyPlan } from './run.ts'

interface ActOrder extends ObjectTarget {
  readonly rows: readonly Readonly<Record<string, string>>[]
}

interface ActChoices {
  readonly dryRun?: boolean
  readonly yes?: boolean
}

/**
 * Shows what a few rows without a file would do, and does it. On a terminal, what takes something away is asked for with
 * this question.
 */
export async function actOn(
  session: Session,
  connection: ConnectionView,
  order: ActOrder,
  question: string,
  { dryRun, yes }: ActChoices,
): Promise<number> {
  const { client, signal, output } = session
  const { type, op, rows } = order
  const planned = await client.objects.plan(
    { connection: connection.id, type, op, rows: rows.map((row) => ({ ...row })) },
    signal,
  )
  const words = actWords(planned, connection.practice)
  if (dryRun === true) {
    output.result(planned, () => `${words}\n\nNothing was sent.`)
    return exitCodes.done
  }
  output.note(`${words}\n`)
  const { id, guard } = planned.plan
  if (guard !== null && yes !== true && process.stdin.isTTY && !(await askYes(question, signal)))
    throw new AppError('cancelled', 'Nothing was sent.')
  const confirm = guard?.count
  return applyPlan(session, (stop) =>
    client.runs.start({ plan: id, goesOn: true, ...(confirm !== undefined && { confirm }) }, stop),
  )
}

/** The plan, why each row is as it is, and each request as it leaves. */
function actWords({ plan, rows, requests }: ActPlan, practice: boolean): string {
  // Of rows that take something away the guard speaks, among the words of the plan.
  const reasons = rows.flatMap(({ reason, changes }) =>
    reason === null || (plan.guard !== null && changes.length > 0) ? [] : [`  ${reason}`],
  )
  return [planWords(plan, practice), ...[...new Set(reasons)], ...leavingWords(requests)].join('\n')
}

/** Each request as it leaves; nothing where there is none. */
export function leavingWords(requests: readonly ActRequest[]): string[] {
  if (requests.length === 0) return []
  const leaving = requests.map(
    ({ method, path, fields, times }) =>
      `  ${method} ${path}${fields.length === 0 ? '' : `, with ${fields.join(', ')}`}${times === 1 ? '' : `, ${times} times`}`,
  )
  return ['Requests that change something:', ...leaving]
}
