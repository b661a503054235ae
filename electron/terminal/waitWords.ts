import type { RunWait } from '../../shared/contract/runs.ts'
import { duration } from './words.ts'

const whyWords: Readonly<Record<RunWait['why'], string>> = {
  limit: "the account's limit",
  'retry-after': 'the service asked for it',
  retry: 'then trying again',
  offline: 'the service can’t be reached; it goes on by itself once it can',
  canary: 'the first rows are looked at before the others go',
  verify: 'then the account shows what was written, and it is read back',
  job: 'the service is at work on what it took',
  doubt: 'no answer came to a request, and whether it got through shows by then',
}

/** `waiting 40 s: the account's limit` */
export function waitWords({ ms, why, words }: RunWait): string {
  if (words !== undefined) return `trying again in ${duration(ms)}: ${words}`
  return `waiting ${duration(ms)}: ${whyWords[why]}`
}

/** What a long wait for the fate of a request is about, and how to go on without it. */
export function doubtWords({ ms }: RunWait): string {
  return (
    'No answer came to a request that was to subscribe people, so nobody knows yet whether it got through, and nobody ' +
    `is to be asked twice. It shows within ${duration(ms)}; then those who were not reached are sent. To go on without ` +
    'waiting, press Ctrl-C and say `listferry resume --leave-doubts`: those rows then end as in doubt and are not sent again.'
  )
}
