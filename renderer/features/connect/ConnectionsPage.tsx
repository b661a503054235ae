import { Button, Loader, Stack } from '@mantine/core'
import { IconPlug, IconPlus } from '@tabler/icons-react'
import { useLocation, useParams } from 'wouter'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Page } from '../../components/Page.tsx'
import { useAbout } from '../settings/useSettings.ts'
import { PracticeButton } from '../welcome/PracticeButton.tsx'
import { ConnectionCard } from './ConnectionCard.tsx'
import { ConnectModal } from './ConnectModal.tsx'
import { KeychainNote } from './KeychainNote.tsx'
import { useConnections } from './useConnections.ts'

/** Every account, with what can be done with it. */
export function ConnectionsPage() {
  const connections = useConnections()
  const keepsKeys = useAbout().data?.vault === 'os'
  const { action } = useParams()
  const [, navigate] = useLocation()
  // The menu and the palette lead straight to the form.
  const adding = action === 'add'
  const setAdding = (add: boolean) => navigate(add ? '/connections/add' : '/connections')
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      Connect an account
    </Button>
  )
  const isEmpty = connections.data?.length === 0
  return (
    <Page
      title="Connections"
      words={`The accounts at Kit and Klaviyo that lists are brought to.${keepsKeys ? ' Keys stay in this computer’s keychain.' : ''}`}
      actions={isEmpty ? undefined : add}
    >
      <KeychainNote />
      {connections.isPending ? <Loader size="sm" role="img" aria-label="Reading the accounts" /> : null}
      {connections.isError ? (
        <ErrorNote title="The accounts could not be read" error={connections.error} />
      ) : null}
      {isEmpty ? (
        <EmptyState
          icon={IconPlug}
          title="No account yet"
          words="Connect Kit or Klaviyo with a key from the account’s settings. Or look around first, with practice accounts that hold no real people."
        >
          {add}
          <PracticeButton variant="default" />
        </EmptyState>
      ) : (
        <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
          {connections.data?.map((connection) => (
            <ConnectionCard key={connection.id} connection={connection} />
          ))}
        </Stack>
      )}
      <ConnectModal opened={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}
