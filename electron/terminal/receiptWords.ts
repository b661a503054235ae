import type { Receipt, RunView } from '../../shared/contract/runs.ts'
import type { RowOutcome } from '../../shared/model.ts'
import { canUndo } from '../../shared/canUndo.ts'
import { leaverWords } from '../../shared/leaverWords.ts'
import { receiptConsentWords } from './consentWords.ts'
import { readBackWords } from './readBackWords.ts'
import { table } from './table.ts'
import { count, counted, duration, when } from './words.ts'

const outcomeWords: Readonly<Record<RowOutcome, string>> = {
  written: 'written',
  accepted: 'accepted, not visible yet',
  'partly-written': 'partly written',
  unchanged: 'unchanged',
  'held-back': 'held back',
  invalid: 'invalid',
  duplicate: 'duplicate in the file',
  'left-out': 'left out',
  rejected: 'rejected by the service',
  'in-doubt': 'in doubt',
  'not-sent': 'not sent',
}

/** What became of every row, and what to do next. */
export function receiptWords(receipt: Receipt): string {
  return [tallyWords(receipt), ...nextSteps(receipt)].join('\n')
}

/** What became of every row. */
export function tallyWords(receipt: Receipt): string {
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
    `Run ${receipt.id}: ${receipt.source} → ${receipt.service} · ${receipt.connection}, ${runState(receipt)}${took}, ${counted(receipt.requests, 'request')}`,
    table([...lines, total]),
    ...(leaverWords(receipt) === null ? [] : [`No longer in the file: ${leaverWords(receipt) ?? ''}.`]),
    ...receiptConsentWords(receipt.consent),
    ...confirmationWords(receipt),
    ...readBackWords(receipt.readBack),
    ...stoppedWords(receipt),
  ].join('\n')
}

function confirmationWords({ confirmation }: Receipt): string[] {
  if (confirmation === undefined) return []
  const { waiting, confirmed, left } = confirmation
  return [
    ...(waiting > 0
      ? [
          `${counted(waiting, 'person waits', 'people wait')} for their confirmation. Look again after the next plan.`,
        ]
      : []),
    ...(confirmed > 0 ? [`${counted(confirmed, 'person has', 'people have')} confirmed by now.`] : []),
    ...(left > 0 ? [`${counted(left, 'person', 'people')} left without confirming.`] : []),
  ]
}

function stoppedWords({ stoppedCode, stoppedBecause }: RunView): string[] {
  if (stoppedBecause === null) return []
  return [stoppedCode === 'cancelled' ? stoppedBecause : `Stopped: ${stoppedBecause}`]
}

function nextSteps(receipt: Receipt): string[] {
  const { id, status, outcomes, toReadBack, undoable } = receipt
  const isOver = status !== 'stopped' && status !== 'running'
  const notThrough =
    outcomes.rejected +
    outcomes.invalid +
    outcomes['held-back'] +
    outcomes['partly-written'] +
    outcomes['in-doubt']
  return [
    ...(isOver ? [] : [`Go on with it: listferry resume ${id}`]),
    ...(status === 'stopped'
      ? [`End it for good${undoable ? ', to take back what it wrote' : ''}: listferry cancel ${id}`]
      : []),
    ...(toReadBack ? [`Read back what it wrote: listferry resume ${id}`] : []),
    ...undoSteps(receipt),
    ...(status === 'finished' && outcomes.rejected + outcomes['not-sent'] > 0
      ? [`Try those again as they are: listferry retry ${id}`]
      : []),
    ...(notThrough > 0 ? [`See who did not get through, and why: listferry rejects ${id}`] : []),
  ]
}

function undoSteps(receipt: Receipt): string[] {
  if (canUndo(receipt)) return [`Take it back: listferry undo ${receipt.id}`]
  return canUndo({ ...receipt, undoable: true })
    ? [`What it did stays in ${receipt.service}: there is no way to take it back.`]
    : []
}

function runState({ status, interrupted }: RunView): string {
  if (interrupted) return 'interrupted'
  return status
}

/** All runs, as a table. `width` in columns of the terminal. */
export function runListWords(runs: readonly RunView[], width: number): string {
  if (runs.length === 0) return 'No runs yet. Start with: listferry plan FILE'
  const lines = runs.map((run) => [
    String(run.id),
    when(run.startedAt),
    runState(run),
    run.source,
    run.connection,
  ])
  return table([['Run', 'Started', 'State', 'File', 'Account'], ...lines], width)
}
