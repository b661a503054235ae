import { Button, Loader, Stack, Text } from '@mantine/core'
import { IconDatabaseExport, IconPlus } from '@tabler/icons-react'
import { useLocation, useParams } from 'wouter'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Page } from '../../components/Page.tsx'
import { TryAgain } from '../../components/TryAgain.tsx'
import { useConnections } from '../connect/useConnections.ts'
import { NoAccounts } from '../people/NobodyRead.tsx'
import { AddReplication } from './AddReplication.tsx'
import { ReplicationCard } from './ReplicationCard.tsx'
import { useReplications } from './useReplications.ts'

/** Accounts in databases of the user's. */
export function ReplicationsPage() {
  const { data: copies, error, refetch } = useReplications()
  const accounts = useConnections()
  const { action } = useParams()
  const [, navigate] = useLocation()
  const adding = action === 'add'
  const setAdding = (add: boolean) => navigate(add ? '/copies/add' : '/copies')
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      Copy an account
    </Button>
  )
  return (
    <Page
      title="Copies"
      words="Your accounts in a database of yours, for reports and queries. Listferry makes the tables and keeps them up to date."
      actions={copies === undefined || copies.length === 0 ? undefined : add}
    >
      {error === null ? null : (
        <ErrorNote title="The copies could not be read" error={error}>
          <TryAgain onClick={() => void refetch()} />
        </ErrorNote>
      )}
      {copies === undefined || accounts.data === undefined ? (
        error === null ? (
          <Loader size="sm" role="img" aria-label="Reading the copies" />
        ) : null
      ) : accounts.data.length === 0 ? (
        <NoAccounts what="what is in it can be copied into a database of yours." />
      ) : copies.length === 0 ? (
        <EmptyState
          icon={IconDatabaseExport}
          title="No copy yet"
          words="Copy an account into an SQLite file, or into a PostgreSQL or MySQL database: people, tags, lists, events and more, each in a table. Running it again brings only what is new."
        >
          {add}
        </EmptyState>
      ) : (
        <Stack gap="sm">
          <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {copies.map((copy) => (
              <ReplicationCard key={copy.id} copy={copy} />
            ))}
          </Stack>
          <Text size="sm" c="dimmed">
            What is in these databases is yours: “Forget this person” and “Forget everything” do not reach it.
            Rows of people who are gone from the account stay, with the time in listferry_deleted_at.
          </Text>
        </Stack>
      )}
      <AddReplication accounts={accounts.data ?? []} opened={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}
