import type { Receipt, RunView } from '../../shared/contract/runs.ts'
import type { RowOutcome } from '../../shared/model.ts'
import { count, counted, duration, table, when } from './words.ts'

const outcomeWords: Readonly<Record<RowOutcome, string>> = {
  written: 'written',
  accepted: 'accepted, not visible yet',
  'partly-written': 'partly written',
  unchanged: 'unchanged',
  'held-back': 'held back (they left)',
  invalid: 'invalid',
  duplicate: 'duplicate in the file',
  'left-out': 'left out (dealt with before)',
  rejected: 'rejected by the service',
  'in-doubt': 'in doubt',
  'not-sent': 'not sent',
}

export function receiptWords(receipt: Receipt): string {
  const outcomes = (Object.keys(outcomeWords) as RowOutcome[]).filter(
    (outcome) => receipt.outcomes[outcome] > 0,
  )
  const lines = outcomes.map((outcome) => [
    `  ${count(receipt.outcomes[outcome]).padStart(9)}`,
    outcomeWords[outcome],
  ])
  const total = [
    `  ${count(receipt.rows).padStart(9)}`,
    receipt.addsUp
      ? 'rows in the file; it adds up'
      : 'rows in the file; IT DOES NOT ADD UP, please report this',
  ]
  const took = receipt.endedAt === null ? '' : ` in ${duration(receipt.endedAt - receipt.startedAt)}`
  return [
    `Run ${receipt.id.slice(0, 8)}: ${receipt.source} → ${receipt.service} · ${receipt.connection}, ${runState(receipt)}${took}, ${counted(receipt.requests, 'request')}`,
    table([...lines, total]),
    ...(receipt.stoppedBecause === null ? [] : [`Stopped: ${receipt.stoppedBecause}`]),
    ...nextSteps(receipt),
  ].join('\n')
}

function nextSteps({ id, status, outcomes }: Receipt): string[] {
  const short = id.slice(0, 8)
  const notThrough =
    outcomes.rejected +
    outcomes.invalid +
    outcomes['held-back'] +
    outcomes['partly-written'] +
    outcomes['in-doubt']
  return [
    ...(status === 'finished' ? [] : [`Go on with it: listferry resume ${short}`]),
    ...(notThrough > 0 ? [`See who did not get through, and why: listferry rejects ${short}`] : []),
  ]
}

export function runState({ status, interrupted }: RunView): string {
  if (interrupted) return 'interrupted'
  return status
}

export function runListWords(runs: readonly RunView[]): string {
  if (runs.length === 0) return 'No runs yet. Start with: listferry plan FILE'
  return table([
    ['Run', 'Started', 'State', 'File', 'Account'],
    ...runs.map((run) => [
      run.id.slice(0, 8),
      when(run.startedAt),
      runState(run),
      run.source,
      run.connection,
    ]),
  ])
}
