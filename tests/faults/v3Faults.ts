import type { Fault } from './fault.ts'
import { afterCommit, atRandom, killing, named } from './kills.ts'
import { wayFaults } from './wayFaults.ts'

/** The short form plays those that version 3 answers in a way of its own. */
const inShort = [
  'connection dropped after commit',
  'kill at a random instant',
  'kill after the service committed',
]

/** Everything on the way, and kills, at Kit with the key and secret of its old version. */
export const v3Faults: readonly Fault[] = [
  ...wayFaults.map((fault) => withV3(fault, fault.runs.full)),
  withV3(killing('kill at a random instant', [atRandom]), 10),
  withV3(killing('kill before a request leaves', [(lab) => named(lab, 'after-begin')]), 4),
  withV3(killing('kill after the service committed', [(lab) => afterCommit(lab)]), 6),
  withV3(killing('kill before the answer is journaled', [(lab) => named(lab, 'before-settle')]), 6),
]

function withV3(fault: Fault, full: number): Fault {
  const short = inShort.includes(fault.name) ? 1 : 0
  return { ...fault, name: `version 3: ${fault.name}`, services: ['kit'], way: 'v3', runs: { full, short } }
}
