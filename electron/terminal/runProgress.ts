import { bar } from './bar.ts'
import type { Session } from './session.ts'
import { doubtWords, waitWords } from './waitWords.ts'
import { count, duration } from './words.ts'

/** A shorter wait needs no explanation. */
const longDoubtMs = 2 * 60_000

/** Shows how far a run is, until it is undone. */
export function showRunProgress(session: Session): () => void {
  const { output } = session
  let wasTold = false
  return session.onPush(({ name, payload }) => {
    if (name !== 'run.progress') return
    const { done, total, rejected, remainingMs, waiting } = payload
    if (waiting?.why === 'doubt' && waiting.ms >= longDoubtMs && !wasTold) {
      wasTold = true
      output.note(doubtWords(waiting))
    }
    const refused = rejected === 0 ? '' : `, ${count(rejected)} rejected`
    const left = remainingMs === null ? '' : `, ${duration(remainingMs)} left`
    const wait = waiting === null ? '' : ` (${waitWords(waiting)})`
    output.progress(
      'sending',
      `Sending ${bar(done, total)}  ${count(done)} of ${count(total)}${refused}${left}${wait}`,
    )
  })
}
