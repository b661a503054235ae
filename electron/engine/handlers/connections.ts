import type { Handlers } from '../../../shared/contract/contract.ts'
import { connectorFor } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { connectPractice } from '../practiceConnections.ts'
import { addConnection, checkedSecret, checkSameAccount } from './addConnection.ts'
import { refuseTakenName } from './connectionName.ts'
import { viewOf } from './connectionView.ts'
import { connectorViews } from './connectorViews.ts'
import { createAudience, createField } from './createInAccount.ts'
import { removeConnection } from './removeConnection.ts'
import { signInHandlers } from './signIn.ts'

export function connectionHandlers(parts: EngineParts): Handlers['connections'] {
  const { connections, accounts } = parts
  return {
    ...signInHandlers(parts),
    connectors: () => connectorViews(parts),
    recognise: ({ service, text }) => Promise.resolve(connectorFor(service).recognise?.(text) ?? null),
    list: () => Promise.all(connections.list().map((connection) => viewOf(parts, connection))),
    add: ({ service, form, values, name }, signal) => {
      const secret = checkedSecret({ service, form, values })
      return addConnection(parts, { service, secret, name }, signal)
    },
    async unlock({ connection, values }, signal) {
      const found = connections.find(connection)
      const secret = checkedSecret({ service: found.service, form: found.credentialForm, values })
      const tried = await accounts.tryOut(found.service, secret, found.practiceAddress, { of: found.id })
      checkSameAccount(found, await tried.account.identify(signal))
      accounts.unlock(found.id, secret)
      changed(parts)
      return viewOf(parts, found)
    },
    async describe({ connection }, signal) {
      const found = connections.find(connection)
      const { account } = await accounts.open(found)
      const schema = await account.describe(signal)
      parts.mirrorOf(found.id).saveSchema(schema)
      return schema
    },
    async test({ connection }, signal) {
      const found = connections.find(connection)
      const { account } = await accounts.open(found)
      const info = await account.identify(signal)
      checkSameAccount(found, info)
      const renewed = { ...connections.find(found.id), account: info }
      connections.save(renewed)
      changed(parts)
      return viewOf(parts, renewed)
    },
    edit({ connection, name, colour, ownLimit }) {
      const found = connections.find(connection)
      if (name !== undefined) refuseTakenName(name, connections.list(), found.id)
      const edited = {
        ...found,
        name: name ?? found.name,
        colour: colour ?? found.colour,
        ...(ownLimit !== undefined && { ownLimit }),
      }
      connections.save(edited)
      changed(parts)
      return viewOf(parts, edited)
    },
    createAudience: ({ connection, ...wanted }, signal) =>
      createAudience(parts, connections.find(connection), wanted, signal),
    createField: ({ connection, ...wanted }, signal) =>
      createField(parts, connections.find(connection), wanted, signal),
    async practice(_input, signal) {
      const both = await connectPractice(parts, signal)
      changed(parts)
      return Promise.all(both.map((connection) => viewOf(parts, connection)))
    },
    remove: ({ connection }, signal) => removeConnection(parts, connections.find(connection), signal),
  }
}

function changed({ push }: EngineParts): void {
  push({ name: 'changed', payload: { what: 'connections' } })
}
