import { IconHandStop, IconUser } from '@tabler/icons-react'
import type { PersonView } from '../../../shared/contract/people.ts'
import type { LeftReason } from '../../../shared/model.ts'
import classes from '../../components/Meaning.module.css'

const leftWords: Readonly<Record<LeftReason, string>> = {
  unsubscribed: 'Unsubscribed',
  bounced: 'Bounced',
  complained: 'Complained',
  suppressed: 'Suppressed',
}

/** Whether somebody left, and why; else the service's own word for how they are. */
export function PersonState({
  person: { left, state },
}: {
  readonly person: Pick<PersonView, 'left' | 'state'>
}) {
  const Shape = left === null ? IconUser : IconHandStop
  return (
    <span className={classes.meaning} data-tone={left === null ? 'quiet' : 'held'} title={state}>
      <Shape size={13} stroke={2.2} aria-hidden />
      {left === null ? state : leftWords[left]}
    </span>
  )
}
