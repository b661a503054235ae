import type { Connection } from '../store/connections.ts'
import type { LeftEntry, LeftList } from '../store/leftList.ts'
import { leftWords } from './leftWords.ts'

/** Why people must be held back who left something else than this account, as the list on this computer has it. */
export interface LeftElsewhere {
  /** A reason for each, in the same order; `null` for most. `isThere`: whether the account has them. */
  reasons(
    people: readonly { readonly identity: string; readonly isThere: boolean }[],
  ): readonly (string | null)[]
}

/** `null` where nobody is on the list, or the plan does not go by it: then nothing is looked up. */
export function leftElsewhere(
  list: LeftList,
  { id, practiceAddress }: Pick<Connection, 'id' | 'practiceAddress'>,
  ignore: boolean,
): LeftElsewhere | null {
  const practice = practiceAddress !== null
  if (ignore || !list.has(practice)) return null
  return {
    reasons(people) {
      const found = list.find(
        practice,
        people.map(({ identity }) => identity),
      )
      return people.map(({ isThere }, n) => {
        // Of somebody it has, the account itself says whether they left it.
        const counts = (found[n] ?? []).find(({ origin }) => origin !== id || !isThere)
        return counts === undefined ? null : elsewhereWords(counts)
      })
    },
  }
}

/** Why they are held back, where they left, and since when that is known here. Pure. */
export function elsewhereWords({ origin, name, reason, at }: LeftEntry): string {
  const day = new Date(at).toISOString().slice(0, 10)
  if (origin === 'you') return `is on the list of people who left: you put them there on ${day}`
  if (origin === 'file') return `left, as ${name} said (known here since ${day})`
  return `${leftWords[reason].replace('the account', name)} (known here since ${day})`
}
