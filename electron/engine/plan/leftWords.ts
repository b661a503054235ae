import type { LeftReason } from '../../../shared/model.ts'

/** Why someone is held back, as the account knows it. */
export const leftWords: Readonly<Record<LeftReason, string>> = {
  unsubscribed: 'unsubscribed in the account',
  bounced: 'their address bounced in the account',
  complained: 'reported mail from the account as spam',
  suppressed: 'is suppressed in the account',
}
