import type { PlanProgress } from '../../shared/contract/plans.ts'
import { bar } from './bar.ts'
import type { Session } from './session.ts'
import { counted } from './words.ts'

const phaseWords: Readonly<Record<PlanProgress['phase'], string>> = {
  account: 'Signing in',
  mirror: 'Reading the account',
  mapping: 'Reading the rows',
  comparing: 'Comparing',
}

/** Shows how far reading the file and planning are, until it is undone. */
export function showPlanProgress(session: Session): () => void {
  const { output } = session
  return session.onPush(({ name, payload }) => {
    if (name === 'source.progress') {
      const rows = payload.rows === 0 ? '' : `  ${counted(payload.rows, 'row')}`
      output.progress(
        'reading',
        `${'Reading the file'.padEnd(19)} ${bar(payload.bytesRead, payload.sizeBytes)}${rows}`,
      )
    }
    if (name === 'plan.progress') output.progress(payload.phase, planProgressWords(payload))
  })
}

function planProgressWords({ phase, done, total }: PlanProgress): string {
  const words = phaseWords[phase]
  if (total !== null) return `${words.padEnd(19)} ${bar(done, total)}  ${counted(done, 'row')}`
  return phase === 'mirror' ? `${words}  ${counted(done, 'person', 'people')}` : words
}
