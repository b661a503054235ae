import { Loader, Modal, SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { notifications } from '@mantine/notifications'
import type { ConnectedAccount, ConnectionView } from '../../../shared/contract/connections.ts'
import type { ServiceId } from '../../../shared/model.ts'
import { CredentialForm } from './CredentialForm.tsx'
import { SignInForm } from './SignInForm.tsx'
import { useConnectors } from './useConnections.ts'

interface ConnectModalProps {
  readonly opened: boolean
  readonly onClose: () => void
  /** Renews the key of this account instead of adding one. */
  readonly reconnect?: ConnectionView
  readonly onConnected?: (connection: ConnectionView) => void
}

/** Service, then the form that its connector declares. */
export function ConnectModal({ opened, onClose, reconnect, onConnected }: ConnectModalProps) {
  const { isPending } = useConnectors()
  const title = reconnect === undefined ? 'Connect an account' : `Reconnect ${reconnect.name}`
  return (
    // Not before its form is known: the first field of it gets the focus.
    <Modal opened={opened && !isPending} onClose={onClose} title={title} size="lg">
      <ConnectForm
        {...(reconnect && { reconnect })}
        onDone={({ connection, warning }) => {
          notifications.show({
            title: `${connection.name} is connected`,
            message: warning ?? `Signed in to ${connection.account.name} at ${connection.serviceTitle}.`,
          })
          onClose()
          onConnected?.(connection)
        }}
      />
    </Modal>
  )
}

function ConnectForm({
  reconnect,
  onDone,
}: {
  readonly reconnect?: ConnectionView
  readonly onDone: (connected: ConnectedAccount) => void
}) {
  const connectors = useConnectors()
  const [service, setService] = useState<ServiceId>(reconnect?.service ?? 'kit')
  const [way, setWay] = useState<string | null>(reconnect?.wayIn.id ?? null)
  const connector = connectors.data?.find((one) => one.id === service)
  if (!connector || !connectors.data) return <Loader size="sm" role="img" aria-label="Reading the services" />
  const form = connector.credentials.find((one) => one.id === way) ?? connector.credentials[0]
  return (
    <Stack gap="md">
      {reconnect === undefined ? (
        <SegmentedControl
          aria-label="Service"
          value={service}
          onChange={(value) => setService(value)}
          data={connectors.data.map(({ id, title }) => ({ value: id, label: title }))}
        />
      ) : (
        <Text c="dimmed">
          It must be the same account, {reconnect.account.name}. What opens it takes the place of the old one.
        </Text>
      )}
      {connector.credentials.length < 2 ? null : (
        <SegmentedControl
          aria-label="How to sign in"
          value={form?.id ?? ''}
          onChange={setWay}
          data={connector.credentials.map(({ id, title }) => ({ value: id, label: title }))}
        />
      )}
      {form === undefined ? null : form.kind === 'sign-in' ? (
        <SignInForm
          key={`${service} ${form.id}`}
          connector={connector}
          form={form}
          {...(reconnect && { reconnect })}
          onDone={onDone}
        />
      ) : (
        <CredentialForm
          key={`${service} ${form.id}`}
          connector={connector}
          form={form}
          {...(reconnect && { reconnect })}
          onDone={onDone}
          onWay={setWay}
        />
      )}
    </Stack>
  )
}
