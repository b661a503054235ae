import type { AccountInfo } from '../../../../shared/model.ts'
import type { Clock } from '../../clock.ts'
import type { Credentials } from '../credentials.ts'
import { accounts, understand } from './answers.ts'
import type { SendToKlaviyo } from './request.ts'

/** Klaviyo answers this once a second and fifteen times a minute. */
const freshForMs = 60_000

/** Says who the key belongs to, as read less than a minute ago with the same key. */
export function accountReader(
  send: SendToKlaviyo,
  credentials: Credentials,
  clock: Clock,
): (signal: AbortSignal) => Promise<AccountInfo> {
  let known: { readonly info: AccountInfo; readonly key: string; readonly readAt: number } | null = null
  return async (signal) => {
    const key = JSON.stringify(await credentials.read())
    const readAt = clock.monotonic()
    if (known?.key === key && readAt - known.readAt < freshForMs) return known.info
    const info = await identify(send, signal)
    known = { info, key, readAt }
    return info
  }
}

/** Klaviyo tells neither the plan nor how many people it has room for. */
async function identify(send: SendToKlaviyo, signal: AbortSignal): Promise<AccountInfo> {
  const answer = await send({ method: 'GET', path: '/api/accounts', about: 'the account' }, signal)
  const [account] = understand(accounts, answer, 'the account').data
  const id = account?.id ?? ''
  const { organization_name, default_sender_name, default_sender_email } =
    account?.attributes.contact_information ?? {}
  const name = [organization_name, default_sender_name, default_sender_email].find(isGiven)
  return {
    id,
    name: name ?? `Klaviyo account ${id}`,
    email: default_sender_email ?? null,
    plan: null,
    contactLimit: null,
  }
}

function isGiven(text: string | null | undefined): text is string {
  return typeof text === 'string' && text.trim() !== ''
}
