import { expect, it } from 'vitest'
import * as kit from '../../electron/engine/connectors/kit/objects/webhookEvents.ts'
import { endpointEvents, webhookEvents } from '../../shared/webhookEvents.ts'

it('the window offers the events that the connector takes, with the parameters that it asks for', () => {
  expect(Object.fromEntries(webhookEvents.map(({ id, needs }) => [id, needs]))).toEqual(kit.webhookEvents)
  expect(endpointEvents).toEqual(kit.endpointEvents)
})
