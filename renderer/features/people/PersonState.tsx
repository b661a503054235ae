import { IconClock, IconHandStop, IconUser } from '@tabler/icons-react'
import type { PersonView } from '../../../shared/contract/people.ts'
import type { LeftReason } from '../../../shared/model.ts'
import classes from '../../components/Meaning.module.css'

const leftWords: Readonly<Record<LeftReason, string>> = {
  unsubscribed: 'Unsubscribed',
  bounced: 'Bounced',
  complained: 'Complained',
  suppressed: 'Suppressed',
}

/** Kit's word for somebody who was asked to confirm, and hasn't yet. */
const unconfirmed = 'inactive'

/** Whether somebody left, and why; else the service's own word for how they are. */
export function PersonState({
  person: { left, state },
}: {
  readonly person: Pick<PersonView, 'left' | 'state'>
}) {
  const isWaiting = left === null && state === unconfirmed
  const Shape = left !== null ? IconHandStop : isWaiting ? IconClock : IconUser
  return (
    <span
      className={classes.meaning}
      data-tone={left === null && !isWaiting ? 'quiet' : 'held'}
      title={state}
    >
      <Shape size={13} stroke={2.2} aria-hidden />
      {left !== null ? leftWords[left] : isWaiting ? 'Waiting for confirmation' : state}
    </span>
  )
}
