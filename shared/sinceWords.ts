import type { SinceLast } from './contract/plans.ts'

/** `Since people.csv of 20 Nov 2026, 14:05 (run 3): +212, −40, 18 changed their email.` `when`: the host's words for a time. */
export function sinceWords(
  { run, at, file, added, gone, changedAddress }: SinceLast,
  when: (at: number) => string,
): string {
  const parts = [
    `+${number(added)}`,
    `−${number(gone)}`,
    ...(changedAddress > 0 ? [`${number(changedAddress)} changed their email`] : []),
  ]
  const what = added + gone + changedAddress === 0 ? 'the same people' : parts.join(', ')
  return `Since ${file} of ${when(at)} (run ${run}): ${what}.`
}

function number(n: number): string {
  return n.toLocaleString('en-US')
}
