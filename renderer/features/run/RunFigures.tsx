import type { RunProgress } from '../../../shared/contract/runs.ts'
import { Figure, Figures } from '../../components/Figures.tsx'
import { count } from '../../words.ts'

/** The counts of a run under way. What was not rejected was written, or is held back; the result tells them apart. */
export function RunFigures({ progress }: { readonly progress: RunProgress }) {
  const { done, total, rejected, requests, rowsPerMinute } = progress
  return (
    <Figures label="Counts of this run">
      <Figure name="Got through" value={count(done - rejected)} tone="new" />
      <Figure name="Rejected" value={count(rejected)} tone={rejected > 0 ? 'rejected' : undefined} />
      <Figure name="Still to go" value={count(Math.max(0, total - done))} />
      <Figure name="Rows a minute" value={count(rowsPerMinute)} />
      <Figure name="Requests" value={count(requests)} />
    </Figures>
  )
}
