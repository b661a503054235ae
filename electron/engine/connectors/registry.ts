import { AppError } from '../../../shared/errors.ts'
import type { ServiceId } from '../../../shared/model.ts'
import type { Connector } from './connector.ts'
import type { CredentialForm } from './waysIn.ts'
import { kitConnector } from './kit/kitConnector.ts'
import { klaviyoConnector } from './klaviyo/klaviyoConnector.ts'

/** Every service that Listferry can connect to, in the order the connection screen shows them. */
export const connectors: readonly Connector[] = [kitConnector, klaviyoConnector]

/** @throws AppError `not-found` for a service that has no connector. */
export function connectorFor(service: ServiceId): Connector {
  const connector = connectors.find(({ id }) => id === service)
  if (!connector) throw new AppError('not-found', `This version of Listferry cannot connect to ${service}.`)
  return connector
}

/** One of a service's ways in. @throws AppError `bug` for one that it doesn't have */
export function wayIn(service: ServiceId, form: string): CredentialForm {
  const connector = connectorFor(service)
  const found = connector.credentials.find(({ id }) => id === form)
  if (!found) throw new AppError('bug', `${connector.title} has no way in called “${form}”.`)
  return found
}
