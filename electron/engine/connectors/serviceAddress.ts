import { AppError } from '../../../shared/errors.ts'
import type { ServiceId } from '../../../shared/model.ts'
import { kitAddress } from './kit/kitAddress.ts'
import { klaviyoAddress } from './klaviyo/klaviyoAddress.ts'

/** Where each service lives. */
const officialAddresses: Readonly<Record<ServiceId, string>> = { kit: kitAddress, klaviyo: klaviyoAddress }

const overrideNames: Readonly<Record<ServiceId, string>> = {
  kit: 'LISTFERRY_KIT_URL',
  klaviyo: 'LISTFERRY_KLAVIYO_URL',
}

/**
 * The origin that a connection talks to, without a trailing slash: what `LISTFERRY_KIT_URL` (or
 * `LISTFERRY_KLAVIYO_URL`) in `env` says, else its own practice address if it has one, else the service's official one.
 *
 * @throws AppError `invalid-input` unless an address that isn't the official one is this computer's own: a key must
 * never be sent to another host because of a setting.
 */
export function serviceAddress(
  service: ServiceId,
  {
    env,
    practiceAddress = null,
  }: { env: Readonly<Record<string, string | undefined>>; practiceAddress?: string | null },
): string {
  const override = env[overrideNames[service]]?.trim()
  if (override !== undefined && override !== '') return loopbackOrigin(override, overrideNames[service])
  if (practiceAddress !== null) return loopbackOrigin(practiceAddress, 'The address of this practice account')
  return officialAddresses[service]
}

/** Whether this is the real service, not a practice account. */
export function isOfficialAddress(service: ServiceId, address: string): boolean {
  return officialAddresses[service] === address
}

/** The text itself is not repeated in the error: it may hold a password. */
function loopbackOrigin(text: string, what: string): string {
  const refuse = (why: string) =>
    new AppError(
      'invalid-input',
      `${what} ${why}. Use an address on this computer, such as http://127.0.0.1:4000, or leave it out to use the real service.`,
    )
  const url = URL.parse(text)
  if (url === null) throw refuse('is not a web address')
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refuse('must start with http:// or https://')
  if (url.username !== '' || url.password !== '') throw refuse('must not hold a user name or password')
  if (!isLoopback(url.hostname)) throw refuse('leads to another computer, and keys are never sent there')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw refuse('must end after the host and port')
  return url.origin
}

/** `hostname` as the URL parser writes it: lower-case, IPv4 in four decimals, IPv6 in brackets and shortened. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
