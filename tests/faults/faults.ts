import { consentFaults } from './consentFaults.ts'
import type { Fault } from './fault.ts'
import { bulkFaults } from './bulkFaults.ts'
import { jobFaults } from './jobFaults.ts'
import { kills } from './kills.ts'
import { machineFaults } from './machineFaults.ts'
import { objectFaults } from './objectFaults.ts'
import { othersFaults } from './othersFaults.ts'
import { undoFaults } from './undoFaults.ts'
import { v3Faults } from './v3Faults.ts'
import { wayFaults } from './wayFaults.ts'

/** Everything that goes wrong, in the order of the table. */
export const faults: readonly Fault[] = [
  ...wayFaults,
  ...kills,
  ...jobFaults,
  ...machineFaults,
  ...othersFaults,
  ...objectFaults,
  ...consentFaults,
  ...bulkFaults,
  ...v3Faults,
  ...undoFaults,
]
