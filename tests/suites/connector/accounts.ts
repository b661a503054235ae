import type { Account } from '../../../electron/engine/connectors/connector.ts'
import { openAccount } from '../../../electron/engine/connectors/openAccount.ts'
import { fixedCredentials } from '../../support/credentials.ts'
import type { ConnectorHarness } from '../connector.ts'

export function openBare({ connector, address, clock, secret }: ConnectorHarness, other = secret): Account {
  return connector.open(fixedCredentials(other), {
    address,
    clock,
    fetch: globalThis.fetch,
    form: other.form,
  })
}

export function openPaced({ connector, address, clock, secret }: ConnectorHarness): Account {
  return openAccount(connector, fixedCredentials(secret), {
    address,
    clock,
    form: secret.form,
    random: () => 0.5,
  }).account
}
