import type {
  Change,
  ConsentChange,
  ContactKey,
  MembershipChange,
  RecordChange,
} from '../../../../shared/model.ts'
import type { StepOutcome } from '../applyEvents.ts'
import { canLeave } from './audience.ts'
import { leftReason } from './subscriber.ts'

/** What is known about the person of a row while its changes are sent, one after another. */
export interface Person {
  readonly key: ContactKey
  /** Kit's word, from the newest answer; `null` before the first. */
  readonly state: string | null
  /** Why the person could not be written. */
  readonly refusal: string | null
  readonly httpStatus: number
}

export function unseenPerson({ key }: Change): Person {
  return { key, state: null, refusal: null, httpStatus: 0 }
}

/**
 * What becomes of a change that must not be sent, given what is known by now: nobody who left is put anywhere,
 * and nothing follows for someone who could not be written. `null` for a change that may go. Pure.
 */
export function withoutSending(
  change: Exclude<Change, ConsentChange | RecordChange>,
  person: Person,
): StepOutcome | null {
  if (change.object === 'contact' || change.object === 'unsubscription') return null
  const { id } = change
  const { httpStatus, refusal } = person
  if (refusal !== null)
    return {
      change: id,
      status: 'rejected',
      httpStatus,
      reason: `Not sent, because of this person: ${refusal}`,
    }
  if (change.op === 'leave') return canLeave(change.audience) ? null : cannotLeave(change)
  // Who left this account goes on the user's word; whoever leaves after that does not.
  if (change.agreed === 'account') return null
  const reason = heldBackReason(person.state)
  return reason === null ? null : { change: id, status: 'held-back', httpStatus, reason }
}

/** Plans for Kit hold no consent. */
export function noConsent({ id }: ConsentChange): StepOutcome {
  const reason = 'Kit keeps no consent apart from being its subscriber.'
  return { change: id, status: 'rejected', httpStatus: 0, reason }
}

function cannotLeave({ id, audience }: MembershipChange): StepOutcome {
  const reason = `Kit has no way to take someone out of a ${audience.kind}. Do it in Kit itself, if it must be.`
  return { change: id, status: 'rejected', httpStatus: 0, reason }
}

function heldBackReason(state: string | null): string | null {
  const left = state === null ? null : leftReason(state)
  switch (left) {
    case null:
      return null
    case 'unsubscribed':
      return 'Has unsubscribed from this Kit account since it was last read.'
    case 'bounced':
      return 'Mail to this address has bounced in Kit since it was last read.'
    case 'complained':
      return 'Has reported mail from this Kit account as spam since it was last read.'
    case 'suppressed':
      return `Is marked “${state}” in Kit.`
  }
}
