import { bar } from './bar.ts'
import type { Session } from './session.ts'
import { waitWords } from './waitWords.ts'
import { count, duration } from './words.ts'

/** Shows how far a run is, until it is undone. */
export function showRunProgress(session: Session): () => void {
  const { output } = session
  return session.onPush(({ name, payload }) => {
    if (name !== 'run.progress') return
    const { done, total, rejected, remainingMs, waiting } = payload
    const refused = rejected === 0 ? '' : `, ${count(rejected)} rejected`
    const left = remainingMs === null ? '' : `, ${duration(remainingMs)} left`
    const wait = waiting === null ? '' : ` (${waitWords(waiting)})`
    output.progress(
      'sending',
      `Sending ${bar(done, total)}  ${count(done)} of ${count(total)}${refused}${left}${wait}`,
    )
  })
}
