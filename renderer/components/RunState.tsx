import {
  type Icon,
  IconAlertTriangle,
  IconCheck,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlugConnectedX,
} from '@tabler/icons-react'
import type { RunView } from '../../shared/contract/runs.ts'
import classes from './Meaning.module.css'

interface Look {
  readonly label: string
  readonly tone: 'new' | 'changed' | 'held' | 'rejected' | 'quiet'
  readonly icon: Icon
}

/** Where a run stands, with a shape of its own. */
export function RunState({
  view,
}: {
  readonly view: Pick<RunView, 'status' | 'interrupted' | 'stoppedCode'>
}) {
  const { label, tone, icon: Shape } = lookOf(view)
  return (
    <span className={classes.meaning} data-tone={tone}>
      <Shape size={13} stroke={2.2} aria-hidden />
      {label}
    </span>
  )
}

function lookOf({
  status,
  interrupted,
  stoppedCode,
}: Pick<RunView, 'status' | 'interrupted' | 'stoppedCode'>): Look {
  if (interrupted) return { label: 'Interrupted', tone: 'held', icon: IconPlugConnectedX }
  switch (status) {
    case 'running':
      return { label: 'Under way', tone: 'changed', icon: IconPlayerPlay }
    case 'finished':
      return { label: 'Finished', tone: 'new', icon: IconCheck }
    case 'cancelled':
      return { label: 'Cancelled', tone: 'quiet', icon: IconPlayerStop }
    case 'stopped':
      return stoppedCode === 'cancelled'
        ? { label: 'Paused', tone: 'held', icon: IconPlayerPause }
        : { label: 'Stopped', tone: 'rejected', icon: IconAlertTriangle }
  }
}
