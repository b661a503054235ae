import type { SinceLast } from './contract/plans.ts'

/** `Since people.csv of 2026-11-20 (run 3): +212, −40, 18 changed their email.` */
export function sinceWords({ run, at, file, added, gone, changedAddress }: SinceLast): string {
  const day = new Date(at).toISOString().slice(0, 10)
  const parts = [
    `+${number(added)}`,
    `−${number(gone)}`,
    ...(changedAddress > 0 ? [`${number(changedAddress)} changed their email`] : []),
  ]
  const what = added + gone + changedAddress === 0 ? 'the same people' : parts.join(', ')
  return `Since ${file} of ${day} (run ${run}): ${what}.`
}

function number(n: number): string {
  return n.toLocaleString('en-US')
}
