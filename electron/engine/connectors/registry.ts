import { AppError } from '../../../shared/errors.ts'
import type { ServiceId } from '../../../shared/model.ts'
import type { Connector } from './connector.ts'
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
