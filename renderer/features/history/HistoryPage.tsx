import { Redirect, useParams } from 'wouter'
import type { RunId } from '../../../shared/model.ts'
import { RunList } from './RunList.tsx'
import { RunPage } from './RunPage.tsx'

/** Every run, or one of them. */
export function HistoryPage() {
  const { run, show } = useParams<{ run?: string; show?: string }>()
  if (run === undefined) return <RunList />
  const id = Number(run)
  return Number.isSafeInteger(id) && id > 0 ? (
    <RunPage key={id} run={id as RunId} show={show === 'requests' ? 'requests' : 'rows'} />
  ) : (
    <Redirect to="/history" />
  )
}
