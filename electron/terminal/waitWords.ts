import type { AccountWait } from '../../shared/contract/connections.ts'
import { duration } from './words.ts'

const whyWords: Readonly<Record<AccountWait['why'], string>> = {
  limit: "the account's limit",
  'retry-after': 'the service asked for it',
  retry: 'then trying again',
}

/** `waiting 40 s: the account's limit` */
export function waitWords({ ms, why }: Pick<AccountWait, 'ms' | 'why'>): string {
  return `waiting ${duration(ms)}: ${whyWords[why]}`
}
