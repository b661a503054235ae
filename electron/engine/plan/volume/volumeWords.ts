import type { PlanSummary } from '../../../../shared/contract/plans.ts'
import { sentKinds } from '../../../../shared/model.ts'

type Counted = Pick<PlanSummary, 'counts' | 'changes' | 'volume' | 'source' | 'leavers'>

/** Why so much at once is unusual, a sentence each; empty where it is not. Pure. */
export function volumeWords(plan: Counted): readonly string[] {
  return [leaveWords(plan), unreadWords(plan), changeWords(plan), shrinkWords(plan), limitWords(plan)].filter(
    (words) => words !== null,
  )
}

/** How many people a plan writes: the number to type where nothing is taken away. Pure. */
export function peopleWritten({ counts }: Pick<PlanSummary, 'counts'>): number {
  return sentKinds.reduce((sum, kind) => sum + counts[kind], 0)
}

function leaveWords({ counts, volume }: Counted): string | null {
  const { limits, members = null } = volume ?? {}
  if (!limits || members === null || limits.leavePercent === null || counts.leave < limits.fromPeople)
    return null
  if (!isMore(counts.leave, members, limits.leavePercent)) return null
  return `${number(counts.leave)} of the ${number(members)} people in what is mirrored would leave: ${share(counts.leave, members)}, and you are asked from ${limits.leavePercent} % on.`
}

/** Whom an unreadable row means is not known to be in the file. */
function unreadWords({ counts }: Counted): string | null {
  if (counts.leave === 0 || counts.invalid === 0) return null
  const rows = counts.invalid === 1 ? '1 row is' : `${number(counts.invalid)} rows are`
  return `${rows} invalid, so that nobody knows whom ${counts.invalid === 1 ? 'it means' : 'they mean'}: people who leave may be among them. Correct the file first if they should stay.`
}

function changeWords({ counts, changes, volume }: Counted): string | null {
  const limits = volume?.limits
  const replaced = changes.overwrites ?? 0
  if (!limits || limits.changePercent === null || replaced < limits.fromPeople) return null
  const known = counts.update + counts.unchanged
  if (!isMore(replaced, known, limits.changePercent)) return null
  return `${number(replaced)} of the ${number(known)} people in the file whom the account has would have values replaced: ${share(replaced, known)}, and you are asked from ${limits.changePercent} % on.`
}

function shrinkWords({ source, volume }: Counted): string | null {
  const { limits, before = null } = volume ?? {}
  if (!limits || before === null || limits.shrinkPercent === null || before.rows < limits.fromPeople)
    return null
  const fewer = before.rows - source.rows
  if (fewer <= 0 || !isMore(fewer, before.rows, limits.shrinkPercent)) return null
  return `The file shrank: ${before.name} had ${number(before.rows)} rows the last time, and this one has ${number(source.rows)}, ${share(fewer, before.rows)} fewer. It may be cut off.`
}

function limitWords({ changes, volume }: Counted): string | null {
  const people = volume?.people ?? null
  if (people === null || changes.creates === 0) return null
  const then = people.now + changes.creates
  if (then <= people.limit) return null
  const about = people.atLeast ? 'at least ' : ''
  return `The account would have ${about}${number(then)} people, more than the ${number(people.limit)} of its plan: ${number(changes.creates)} are new. That may cost more, or the service may refuse some of them.`
}

function isMore(part: number, all: number, percent: number): boolean {
  return all > 0 && part * 100 > all * percent
}

function share(part: number, all: number): string {
  return `${Math.round((part * 100) / all)} %`
}

function number(n: number): string {
  return n.toLocaleString('en-US')
}
