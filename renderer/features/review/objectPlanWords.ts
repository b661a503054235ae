import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { counted } from '../../words.ts'
import { changeCount } from './planSums.ts'

type ObjectPlan = NonNullable<PlanSummary['object']>

/** `Make 3 tags`, `Delete 1 custom field`, `Unsubscribe 4 people`: what a run of the plan does, up to its account. */
export function doesWords(summary: PlanSummary, object: ObjectPlan): string {
  const { one, many, type, op } = object
  const n = changeCount(summary)
  const isTagging = type === 'tagSubscriptions'
  switch (op) {
    case 'insert':
      return isTagging ? `Give ${counted(n, 'tag')} to people` : `Make ${counted(n, one, many)}`
    case 'update':
      return `Change ${counted(n, one, many)}`
    case 'delete':
      return isTagging ? `Take ${counted(n, 'tag')} from people` : `Delete ${counted(n, one, many)}`
    case 'unsubscribe':
      return `Unsubscribe ${counted(n, 'person', 'people')}`
  }
}

/** `in Kit · Acme`, or `from` where something goes. */
export function whereWords({ op }: Pick<ObjectPlan, 'op'>, account: string): string {
  return op === 'unsubscribe' ? `from ${account}` : `in ${account}`
}

/** How many sentences of a guard are shown at once. */
const mostSentences = 4
/** A plan keeps no more of them; up to there, they say all. */
const mostKept = 20

/** What is lost, as far as it is said, and how many more sentences there are. */
export function lossSentences(guard: NonNullable<PlanSummary['guard']>): {
  readonly shown: readonly string[]
  readonly more: number
} {
  const shown = guard.words.slice(0, mostSentences)
  const all = guard.words.length < mostKept ? guard.words.length : guard.count
  return { shown, more: Math.max(0, all - shown.length) }
}
