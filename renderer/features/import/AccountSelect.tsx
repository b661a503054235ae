import { Anchor, Group, Select, Text } from '@mantine/core'
import { useEffect, useEffectEvent } from 'react'
import { Link } from 'wouter'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ConnectionId } from '../../../shared/model.ts'
import { ConnectionChip } from '../../components/ConnectionChip.tsx'
import { connectionColourOf } from '../../components/connectionColour.ts'
import { useSync } from '../sync/SyncContext.tsx'
import { useConnections } from '../connect/useConnections.ts'

/** Which account the list goes to. With one account there is nothing to choose. */
export function AccountSelect() {
  const { sync, dispatch } = useSync()
  const { data: accounts } = useConnections()
  const choose = (connection: ConnectionId) => dispatch({ type: 'account-chosen', connection })
  const chosen = accounts?.find(({ id }) => id === sync.connection)
  const chooseTheOnlyOne = useEffectEvent(() => {
    const [only] = accounts ?? []
    if (accounts?.length === 1 && only !== undefined && chosen === undefined) choose(only.id)
  })
  useEffect(() => chooseTheOnlyOne(), [accounts])
  if (accounts === undefined) return null
  // A list about things of an account was begun at that account.
  if (sync.object !== null && chosen !== undefined)
    return <ConnectionChip service={chosen.serviceTitle} name={chosen.name} colour={chosen.colour} />
  if (accounts.length === 0)
    return (
      <Text>
        No account yet.{' '}
        <Anchor component={Link} href="/connections" underline="always">
          Connect one
        </Anchor>
      </Text>
    )
  return (
    <Select
      aria-label="Account"
      placeholder="Choose the account"
      w={260}
      allowDeselect={false}
      data={accounts.map((account) => ({ value: account.id, label: labelOf(account) }))}
      value={chosen?.id ?? null}
      leftSection={chosen === undefined ? null : <Dot account={chosen} />}
      renderOption={({ option }) => {
        const account = accounts.find(({ id }) => id === option.value)
        return (
          <Group gap="xs" wrap="nowrap">
            {account === undefined ? null : <Dot account={account} />}
            {option.label}
          </Group>
        )
      }}
      onChange={(id) => id !== null && choose(id)}
    />
  )
}

function labelOf({ serviceTitle, name }: ConnectionView): string {
  return `${serviceTitle} · ${name}`
}

function Dot({ account }: { readonly account: ConnectionView }) {
  const background = connectionColourOf[account.colour]
  return <span aria-hidden style={{ flex: 'none', width: 10, height: 10, borderRadius: 3, background }} />
}
