import type { Receipt, RunRowView } from '../../shared/contract/runs.ts'
import { type RowOutcome, rowOutcomes } from '../../shared/model.ts'
import { foldEmail } from '../../shared/values/foldEmail.ts'
import { type FaultyAccount, lostAnswers, type SeenPerson } from './faultyAccount.ts'
import { type FileRow, fileRows } from './peopleFile.ts'
import type { People } from './watchPeople.ts'

/** What came of one run, from the service's own side and the receipt. Each finding is a sentence. */
export interface Verdict {
  readonly rows: number
  readonly lost: readonly string[]
  readonly twice: readonly string[]
  readonly resubscribed: readonly string[]
  readonly wrongTotals: readonly string[]
}

export interface Evidence {
  readonly account: FaultyAccount
  readonly people: People
  readonly receipt: Receipt
  /** What the receipt says of each row. */
  readonly rows: readonly RunRowView[]
}

/** What the fault itself excuses. */
export interface Judging {
  /** By address: outcomes that are right besides the file's own, because of what the fault did to them. */
  readonly excused: ReadonlyMap<string, readonly RowOutcome[]>
  /** Kills and full disks: moments at which an answer that had come, or was on its way, could not be kept. */
  readonly answersNotKept: number
  /** Audiences of the run. */
  readonly audiences: readonly string[]
  /** Whether the run subscribes people too. */
  readonly subscribes: boolean
  /** Mails that may ask one person to confirm; the service's own where it is left out. */
  readonly mayMail: number
}

export function judge(evidence: Evidence, judging: Partial<Judging> = {}): Verdict {
  const { account } = evidence
  const whole: Judging = {
    excused: new Map(),
    answersNotKept: 0,
    audiences: account.audiences.map(({ name }) => name),
    subscribes: false,
    mayMail: account.service === 'kit' ? 1 : 0,
    ...judging,
  }
  const now = account.people()
  return {
    rows: fileRows.length,
    lost: [...lostRows(evidence, whole, now), ...lostEdits(evidence, now)],
    twice: sentTwice(evidence, whole, now),
    resubscribed: subscribedAgain(evidence, now),
    wrongTotals: wrongTotals(evidence),
  }
}

/**
 * Lost is a row whose outcome says that it is in the account as the file says, and it isn't; and a row that should
 * have gone through (or been held back, and so on) whose outcome is something else that nothing excuses.
 */
function lostRows({ rows, people }: Evidence, judging: Judging, now: readonly SeenPerson[]): string[] {
  const outcomes = new Map(rows.map(({ row, outcome }) => [row, outcome]))
  const byEmail = new Map(now.map((person) => [person.email, person]))
  return fileRows.flatMap((row, index) => {
    const outcome = outcomes.get(index + 1)
    const name = `row ${index + 1} (${row.email || 'no address'})`
    if (outcome === undefined) return [`${name} has no outcome`]
    const allowed = [...rightOutcomes(row), ...(judging.excused.get(row.email) ?? [])]
    if (!allowed.includes(outcome)) return [`${name} should be ${allowed.join(' or ')} and is ${outcome}`]
    if (outcome !== 'written' && outcome !== 'unchanged') return []
    const missing = missingOf(row, people, judging, byEmail.get(foldEmail(row.email)))
    return missing.map((what) => `${name} is said to be ${outcome}, but ${what}`)
  })
}

/** A run after another one finds done what that one did. */
function rightOutcomes({ fate }: FileRow): readonly RowOutcome[] {
  return fate === 'goes' ? ['written', 'unchanged'] : [fate]
}

/** In what the account differs from the row. A blank cell leaves what was there. */
function missingOf(
  { email, firstName, city }: FileRow,
  { before, deleted }: People,
  { audiences, subscribes }: Judging,
  person: SeenPerson | undefined,
): string[] {
  if (person === undefined) return ['nobody has the address']
  const was = before.get(foldEmail(email))
  const wantedCity = city === '' ? (was?.city ?? null) : city
  const wasIn = (name: string) => deleted.some((one) => one.name === name) && was?.audiences.has(name)
  return [
    ...(person.firstName === firstName ? [] : [`the first name is ${String(person.firstName)}`]),
    ...(person.city === wantedCity ? [] : [`the city is ${String(person.city)}`]),
    ...(subscribes && !person.subscribed ? ['is not subscribed'] : []),
    ...audiences
      .filter((name) => !person.audiences.has(name) && wasIn(name) !== true)
      .map((name) => `is not in “${name}”`),
  ]
}

/** What somebody else typed into a field that the file doesn't have. */
function lostEdits({ people }: Evidence, now: readonly SeenPerson[]): string[] {
  return [...people.companies].flatMap(([email, company]) => {
    const person = now.find((one) => one.email === email)
    return person?.company === company ? [] : [`the company that somebody else gave ${email} is gone`]
  })
}

/**
 * Sent twice harmfully, by the services' own references:
 *
 * - Somebody who is in the account twice, or was created twice.
 * - Kit, form or sequence: any second addition in one run. Kit answers 200 to those and says that it mails nobody on a
 *   form again; for a sequence it says nothing, and a sequence may be set to repeat (kit.md, forms and sequences).
 * - Kit, tag, and Klaviyo, list: joining, leaving and joining again starts automations again. The same request twice
 *   does nothing: Klaviyo keeps even the day of joining, and mails nobody (klaviyo.md §7, bulk import).
 * - A second subscription, which Klaviyo wants from nobody within half an hour (klaviyo.md §8.1).
 * - A second mail that asks somebody to confirm; any at all at Klaviyo, where imports send none.
 * - A second write of somebody's fields that no lost answer called for. With the same values it does nothing by itself,
 *   but it would overwrite what somebody typed in meanwhile. This counts a second import job for the same rows too.
 *   After an answer that was lost one more is right: nobody can know whether the first arrived.
 */
function sentTwice({ account, people }: Evidence, judging: Judging, now: readonly SeenPerson[]): string[] {
  const times = 1 + lostAnswers(account.requests.entries) + judging.answersNotKept
  const mayWrite = account.writesPerPerson * times
  const { mayMail } = judging
  const seen = new Set<string>()
  return now.flatMap(({ id, email, done }) => {
    const who = email || id
    const isDouble = email !== '' && seen.has(email)
    seen.add(email)
    const mailed = done.mailed - (people.before.get(email)?.done.mailed ?? 0)
    return [
      ...(isDouble ? [`${who} is in the account twice`] : []),
      ...(done.created > 1 ? [`${who} was created ${done.created} times`] : []),
      // A subscription sets the address anew, which the service counts as a write.
      ...(done.written > mayWrite + done.subscribed
        ? [`the fields of ${who} were written ${done.written} times`]
        : []),
      ...(done.subscribed > 1 ? [`${who} was subscribed ${done.subscribed} times`] : []),
      ...(mailed > mayMail ? [`${who} was mailed ${mailed} times`] : []),
      ...Object.entries(done.added)
        .filter(([, times]) => times > 1)
        .map(([kind, times]) => `${who} was added to the ${kind} ${times} times`),
    ]
  })
}

/**
 * Anyone who had left and is subscribed again, is told to have consented, or is in an audience that they weren't in
 * when they left; and whoever the file says left, if they were brought in or put anywhere.
 */
function subscribedAgain({ people }: Evidence, now: readonly SeenPerson[]): string[] {
  return now.flatMap((person) => {
    const { email, left, done } = person
    const leaver = people.leavers.get(person.id)
    const byColumn = fileRows.some((row) => row.leftBy === 'column' && row.email === email)
    const reference = leaver ?? (byColumn ? people.before.get(email) : person)
    return [
      ...(leaver && !left ? [`${email} had left and is subscribed`] : []),
      ...(byColumn && done.subscribed > 0
        ? [`${email} left by the file's own column and was subscribed`]
        : []),
      ...(done.resubscribed > 0 ? [`${email} had left, and their consent was sent again`] : []),
      ...(reference ? [] : [`${email} left by the file's own column and was brought in`]),
      ...[...person.audiences]
        .filter((name) => reference?.audiences.has(name) === false)
        .map((name) => `${email} had left and was put into “${name}”`),
    ]
  })
}

/** Each row of the file has one outcome, and the receipt counts just those. */
function wrongTotals({ receipt, rows }: Evidence): string[] {
  const inFile = fileRows.map((_, index) => index + 1)
  const inReceipt = rows.map(({ row }) => row)
  const total = rowOutcomes.reduce((sum, outcome) => sum + receipt.outcomes[outcome], 0)
  const miscounted = rowOutcomes.filter(
    (outcome) => receipt.outcomes[outcome] !== rows.filter((row) => row.outcome === outcome).length,
  )
  return [
    ...(inReceipt.join() === inFile.join() ? [] : ['the receipt does not list each row of the file once']),
    ...(total === fileRows.length
      ? []
      : [`the outcomes add up to ${total}, the file has ${fileRows.length}`]),
    ...(receipt.rows === fileRows.length ? [] : [`the receipt speaks of ${receipt.rows} rows`]),
    ...(receipt.addsUp ? [] : ['the receipt itself says that it does not add up']),
    ...miscounted.map((outcome) => `the receipt miscounts “${outcome}”`),
  ]
}
