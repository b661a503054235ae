import type { Receipt } from '../../../shared/contract/runs.ts'
import type { Mode, RowOutcome, RunStatus } from '../../../shared/model.ts'
import type { DoneCount, NamedOutcome } from './receiptContent.ts'

/** What each outcome means, for someone who was not there. */
export const outcomeWords: Readonly<Record<RowOutcome, string>> = {
  written: 'written',
  accepted: 'accepted by the service, not visible yet when the run ended',
  'partly-written': 'partly written',
  unchanged: 'unchanged: the account had it already',
  'held-back': 'held back: they left, so nothing was sent for them',
  invalid: 'invalid: nothing that could be sent',
  duplicate: 'duplicate: another row of the same person counted',
  'left-out': 'left out: dealt with before, or unticked',
  rejected: 'rejected by the service',
  'in-doubt': 'in doubt: the connection broke before the answer came',
  'not-sent': 'not sent: the run ended before',
}

export const namedTitles: Readonly<Record<NamedOutcome, string>> = {
  rejected: 'Rejected',
  'partly-written': 'Partly written',
  'in-doubt': 'In doubt',
  'held-back': 'Held back',
  invalid: 'Invalid',
}

export const modeWords: Readonly<Record<Mode, string>> = {
  changed: 'Only rows that differ from the account',
  mirror: 'Only what differs, and whoever is no longer in the file was taken out',
  append: 'Only rows that were never dealt with before',
  'full-refresh': 'Every valid row, whatever the account says',
}

export const statusWords: Readonly<Record<RunStatus, string>> = {
  finished: 'Finished',
  stopped: 'Stopped before its end; it can be gone on with',
  cancelled: 'Cancelled; what was not sent by then is not sent',
  running: 'Not ended yet',
}

const doneWords: Readonly<Record<string, readonly [string, string]>> = {
  'contact create': ['new person', 'new people'],
  'contact update': ['person with new values', 'people with new values'],
  'membership join': ['addition to an audience', 'additions to audiences'],
  'membership leave': ['removal from an audience', 'removals from audiences'],
  'consent subscribe': ['person subscribed', 'people subscribed'],
  'unsubscription unsubscribe': ['person unsubscribed', 'people unsubscribed'],
  'record insert': ['new object', 'new objects'],
  'record update': ['object with new values', 'objects with new values'],
  'record delete': ['object deleted', 'objects deleted'],
}

const statusEnds = { written: '', accepted: ', accepted', rejected: ', rejected', 'held-back': ', held back' }

/** `1,204 new people`, `3 additions to audiences, rejected` */
export function doneSentence({ object, op, status, count }: DoneCount): string {
  const [one, many] = doneWords[`${object} ${op}`] ?? [`${object} ${op}`, `${object} ${op}`]
  return `${number(count)} ${count === 1 ? one : many}${statusEnds[status]}`
}

/** What can be taken back, by Listferry or by hand, and what can't. */
export function undoWords(
  { service, undoable }: Pick<Receipt, 'service' | 'undoable'>,
  done: readonly DoneCount[],
): string[] {
  const did = (object: string, op: string) =>
    done.some(
      (one) =>
        one.object === object && one.op === op && one.status !== 'rejected' && one.status !== 'held-back',
    )
  return [
    ...(did('contact', 'create')
      ? [
          `New people stay in ${service} until they are deleted there. Listferry's list of all rows says who is new: find them by address in ${service} and delete them.`,
        ]
      : []),
    ...(did('contact', 'update')
      ? [
          `Overwritten values can be put back by “Take it back” of this run in Listferry's History, all of them, one field or one person: its journal holds what was there before. What somebody changed since stays.`,
        ]
      : []),
    ...(did('membership', 'join')
      ? [
          service === 'Kit'
            ? `Whoever was given a tag can lose it again by “Take it back” of this run. No program can take anybody out of a form or a sequence: that is done in Kit itself.`
            : `Whoever was put on a list can be taken off it again by “Take it back” of this run.`,
          `Mails that ${service} sent because of it (a form's confirmation, the first mail of a sequence, an automation) can't be called back.`,
        ]
      : []),
    ...(did('membership', 'leave')
      ? [
          `Whoever was taken out of an audience can be put back by “Take it back” of this run; it then has a new date.`,
        ]
      : []),
    ...(did('unsubscription', 'unsubscribe')
      ? [`Nobody but the person can undo that they were unsubscribed.`]
      : []),
    ...(did('record', 'insert')
      ? [
          undoable
            ? `What was made can be deleted again by “Take it back” of this run, where nobody changed it since.`
            : `What was made stays in ${service} until it is deleted. Listferry's list of all rows says what is new.`,
        ]
      : []),
    ...(did('record', 'update')
      ? [
          `Listferry's journal holds what was there before for every row of this run.${undoable ? ' “Take it back” of this run puts it back, where nobody changed it since.' : ''}`,
        ]
      : []),
    ...(did('record', 'delete')
      ? [
          `What was deleted is gone for good, and with it what ${service} kept of it for people. Listferry's journal holds what it was.`,
        ]
      : []),
    ...(did('consent', 'subscribe')
      ? [
          `Consent that was recorded stays; people who were subscribed can be unsubscribed in ${service}. A confirmation that went out can't be called back.`,
        ]
      : []),
  ]
}

export function number(value: number): string {
  return value.toLocaleString('en-US')
}
