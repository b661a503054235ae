import type { Receipt } from './contract/runs.ts'

/** What became of those who are no longer in the file: `12 people taken out, 1 kept by you`; `null` where there are none. */
export function leaverWords({ leavers }: Pick<Receipt, 'leavers'>): string | null {
  if (leavers === undefined) return null
  const left = leavers.written + leavers.accepted
  const stays = leavers['left-out']
  const not = Object.values(leavers).reduce((sum, n) => sum + n, 0) - left - stays
  const people = (n: number) => (n === 1 ? '1 person' : `${n.toLocaleString('en-US')} people`)
  const parts = [
    left > 0 && `${people(left)} taken out`,
    stays > 0 && `${people(stays)} kept by you`,
    not > 0 && `${people(not)} not taken out, each with its reason`,
  ].filter((part) => part !== false)
  return parts.join(', ')
}
