import { TextInput } from '@mantine/core'
import type { ConnectionView, ConnectorView } from '../../../shared/contract/connections.ts'

interface AccountNameProps {
  readonly connector: ConnectorView
  readonly reconnect: ConnectionView | undefined
  readonly name: string
  readonly onName: (name: string) => void
}

/** The user's name for a new account; one that is reconnected keeps its own. */
export function AccountName({ connector, reconnect, name, onName }: AccountNameProps) {
  if (reconnect !== undefined) return null
  return (
    <TextInput
      label="Your name for it"
      description={`Left empty: the name that ${connector.title} has for the account`}
      value={name}
      onChange={(event) => onName(event.currentTarget.value)}
    />
  )
}

export function givenName(name: string): { readonly name?: string } {
  return name.trim() === '' ? {} : { name: name.trim() }
}
