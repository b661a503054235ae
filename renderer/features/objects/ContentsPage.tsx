import { Button, Select } from '@mantine/core'
import { IconPlug } from '@tabler/icons-react'
import { Link, Redirect, useLocation, useParams } from 'wouter'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { objectTypeIds } from '../../../shared/objectTypes.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { GridSkeleton } from '../../components/GridSkeleton.tsx'
import { Page } from '../../components/Page.tsx'
import { TryAgain } from '../../components/TryAgain.tsx'
import { useConnections } from '../connect/useConnections.ts'
import { AccountErrorNote } from '../sync/AccountErrorNote.tsx'
import { ObjectsPage } from './ObjectsPage.tsx'
import { contentsPath } from './contentsPath.ts'
import { TypeList } from './TypeList.tsx'
import { useObjectTypes } from './useObjects.ts'

const words = 'Tags, fields, forms, broadcasts, who is in what, and all else that an account holds.'

/** What is in an account: its kinds of things, or the things of one kind. Both stand in the address. */
export function ContentsPage() {
  const { connection, type } = useParams<{ connection?: string; type?: string }>()
  const { data: accounts, error, refetch } = useConnections()
  if (error !== null)
    return (
      <Page title="In the account" words={words}>
        <ErrorNote title="The accounts could not be read" error={error}>
          <TryAgain onClick={() => void refetch()} />
        </ErrorNote>
      </Page>
    )
  if (accounts === undefined)
    return (
      <Page title="In the account" words={words}>
        <GridSkeleton label="Reading the accounts" />
      </Page>
    )
  const account = accounts.find(({ id }) => id === connection) ?? accounts[0]
  if (account === undefined) return <NoAccount />
  if (account.id !== connection) return <Redirect to={contentsPath(account.id)} replace />
  const typeId = objectTypeIds.find((id) => id === type)
  if (typeId !== undefined)
    return <ObjectsPage key={`${account.id} ${typeId}`} account={account} type={typeId} />
  return <AccountContents key={account.id} account={account} accounts={accounts} />
}

function AccountContents({
  account,
  accounts,
}: {
  readonly account: ConnectionView
  readonly accounts: readonly ConnectionView[]
}) {
  const [, navigate] = useLocation()
  const { data: types, error, refetch } = useObjectTypes(account.id)
  return (
    <Page
      title="In the account"
      words={words}
      actions={
        <Select
          w={240}
          aria-label="Account"
          allowDeselect={false}
          value={account.id}
          data={accounts.map(({ id, serviceTitle, name }) => ({
            value: id,
            label: `${serviceTitle} · ${name}`,
          }))}
          onChange={(id) => {
            const found = accounts.find((one) => one.id === id)
            if (found !== undefined) navigate(contentsPath(found.id))
          }}
        />
      }
    >
      {error !== null ? (
        <AccountErrorNote
          title="What the account holds could not be read"
          error={error}
          onAgain={() => void refetch()}
        />
      ) : types === undefined ? (
        <GridSkeleton label="Reading what the account holds" />
      ) : (
        <TypeList account={account} types={types} />
      )}
    </Page>
  )
}

function NoAccount() {
  return (
    <Page title="In the account" words={words}>
      <EmptyState
        icon={IconPlug}
        title="No account is connected"
        words="Connect an account at Kit or Klaviyo, or a practice account, and its tags, lists, fields and all else that it holds can be looked at, saved and imported here."
      >
        <Button component={Link} href="/connections" leftSection={<IconPlug size={16} />}>
          Connect an account
        </Button>
      </EmptyState>
    </Page>
  )
}
