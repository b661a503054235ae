import { Anchor, Button, Group } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArrowLeft, IconLock, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeView, ObjectView } from '../../../shared/contract/objects.ts'
import type { ObjectTypeId } from '../../../shared/objectTypes.ts'
import { ConnectionChip } from '../../components/ConnectionChip.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { GridSkeleton } from '../../components/GridSkeleton.tsx'
import { Page } from '../../components/Page.tsx'
import { SaveAs } from '../../components/SaveAs.tsx'
import { useSaveExport } from '../../useSaveExport.ts'
import { AccountErrorNote } from '../sync/AccountErrorNote.tsx'
import { canMake } from './acts.ts'
import { useActs } from './ActsContext.tsx'
import { contentsPath } from './contentsPath.ts'
import { ImportMenu } from './ImportMenu.tsx'
import { ObjectDrawer } from './ObjectDrawer.tsx'
import { ObjectFilterBar } from './ObjectFilterBar.tsx'
import { ObjectGrid } from './ObjectGrid.tsx'
import { everything, filtersForEngine, type ObjectFilters } from './objectQuery.ts'
import { useObjectTypes } from './useObjects.ts'

interface ObjectsPageProps {
  readonly account: ConnectionView
  readonly type: ObjectTypeId
}

/** The things of one kind in an account: looked at, saved, imported. */
export function ObjectsPage({ account, type: id }: ObjectsPageProps) {
  const { data: types, error, refetch } = useObjectTypes(account.id)
  const type = types?.find((one) => one.id === id)
  if (type !== undefined && type.unavailable === null) return <Listing account={account} type={type} />
  return (
    <Page title={type?.title ?? 'In the account'}>
      <BackLink account={account} />
      {error !== null ? (
        <AccountErrorNote
          title="What the account holds could not be read"
          error={error}
          onAgain={() => void refetch()}
        />
      ) : types === undefined ? (
        <GridSkeleton label="Reading what the account holds" />
      ) : type === undefined ? (
        <EmptyState
          icon={IconLock}
          title="There is no such thing in this account"
          words={`Listferry knows of nothing of that kind in ${account.serviceTitle}.`}
        />
      ) : (
        <NeedsSignIn account={account} type={type} />
      )}
    </Page>
  )
}

function Listing({ account, type }: { readonly account: ConnectionView; readonly type: ObjectTypeView }) {
  const [filters, setFilters] = useState<ObjectFilters>(everything)
  const [searched] = useDebouncedValue(filters, typingMs)
  const [opened, setOpened] = useState<ObjectView | null>(null)
  const { open } = useActs()
  const saving = useSaveExport()
  // The tags of everyone, one person after the other, would take hours.
  const isAskable = type.parent !== 'subscriber' || searched.parent !== null
  return (
    <Page
      title={type.title}
      words={type.sees}
      fill
      actions={
        <>
          {canMake(type) ? (
            <Button
              leftSection={<IconPlus size={16} />}
              onClick={() => open({ is: 'insert', connection: account.id, type: type.id })}
            >
              New {type.one}
            </Button>
          ) : null}
          <ImportMenu account={account} type={type} />
          <SaveAs
            what={type.many}
            loading={saving.isPending}
            disabled={!isAskable}
            onSave={(format) =>
              saving.mutate((exports) =>
                exports.objects({
                  connection: account.id,
                  type: type.id,
                  ...filtersForEngine(searched),
                  format,
                }),
              )
            }
          />
        </>
      }
    >
      <Group gap="md" wrap="nowrap" miw={0}>
        <BackLink account={account} />
        <ConnectionChip service={account.serviceTitle} name={account.name} colour={account.colour} />
      </Group>
      <ObjectFilterBar account={account} type={type} filters={filters} onFilters={setFilters} />
      <ObjectGrid account={account} type={type} filters={searched} isAskable={isAskable} onOpen={setOpened} />
      <ObjectDrawer account={account} type={type} object={opened} onClose={() => setOpened(null)} />
    </Page>
  )
}

/** A pause in typing after which is searched. */
const typingMs = 350

function BackLink({ account }: { readonly account: ConnectionView }) {
  return (
    <Anchor
      component={Link}
      href={contentsPath(account.id)}
      size="sm"
      style={{ whiteSpace: 'nowrap', alignSelf: 'start' }}
    >
      <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All in the account
    </Anchor>
  )
}

function NeedsSignIn({ account, type }: { readonly account: ConnectionView; readonly type: ObjectTypeView }) {
  return (
    <EmptyState
      icon={IconLock}
      title={`${type.title} need signing in with ${account.serviceTitle}`}
      words={type.unavailable ?? ''}
    >
      <Button component={Link} href="/connections/add">
        Connect by signing in
      </Button>
    </EmptyState>
  )
}
