import { Loader, Modal, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeView, ObjectView } from '../../../shared/contract/objects.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { useConnections } from '../connect/useConnections.ts'
import { type Act, typeOfAct } from './acts.ts'
import { DeleteForm } from './DeleteForm.tsx'
import { ObjectForm } from './ObjectForm.tsx'
import { objectName } from './objectWords.ts'
import { SecretForm } from './SecretForm.tsx'
import { UnsubscribeForm } from './UnsubscribeForm.tsx'
import { useObjectTypes } from './useObjects.ts'

interface ActDialogProps {
  readonly act: Act
  readonly onClose: () => void
}

/** One act: at which account, about what, and then its form. */
export function ActDialog({ act, onClose }: ActDialogProps) {
  const { data: accounts } = useConnections()
  const able = accounts?.filter(({ service }) => service === 'kit') ?? []
  const [chosen, setChosen] = useState(act.connection)
  const account = able.find(({ id }) => id === chosen) ?? (able.length === 1 ? able[0] : undefined)
  return (
    <Modal
      opened
      onClose={onClose}
      title={titleOf(act)}
      centered
      size={540}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">
        {accounts === undefined ? (
          <Loader size="sm" role="img" aria-label="Reading the accounts" />
        ) : able.length === 0 ? (
          <Text>Connect a Kit account first, under Connections.</Text>
        ) : act.connection === null && able.length > 1 ? (
          <Select
            label="Account"
            placeholder="Choose the account"
            allowDeselect={false}
            data={able.map(({ id, serviceTitle, name }) => ({
              value: id,
              label: `${serviceTitle} · ${name}`,
            }))}
            value={account?.id ?? null}
            onChange={(id) => setChosen(able.find((one) => one.id === id)?.id ?? null)}
          />
        ) : null}
        {account === undefined ? null : (
          <ActAt key={account.id} act={act} account={account} onClose={onClose} />
        )}
      </Stack>
    </Modal>
  )
}

function ActAt({ act, account, onClose }: ActDialogProps & { readonly account: ConnectionView }) {
  const { data: types, error } = useObjectTypes(account.id)
  const type = types?.find(({ id }) => id === typeOfAct(act))
  if (error !== null) return <ErrorNote title="The account could not be read" error={error} />
  if (types === undefined) return <Loader size="sm" role="img" aria-label="Reading the account" />
  if (type === undefined) return <Text>Listferry knows of no such thing in {account.serviceTitle}.</Text>
  switch (act.is) {
    case 'insert':
      return <ObjectForm account={account} type={type} object={null} onClose={onClose} />
    case 'unsubscribe':
      return <UnsubscribeForm account={account} email={act.email} onClose={onClose} />
    default:
      return <ActOn act={act} account={account} type={type} onClose={onClose} />
  }
}

interface ActOnProps {
  readonly act: Extract<Act, { readonly object: ObjectView | null }>
  readonly account: ConnectionView
  readonly type: ObjectTypeView
  readonly onClose: () => void
}

/** Something that is there: chosen first, where it isn't said. */
function ActOn({ act, account, type, onClose }: ActOnProps) {
  const [chosen, setChosen] = useState(act.object)
  const form =
    chosen === null ? null : act.is === 'update' ? (
      <ObjectForm key={chosen.id} account={account} type={type} object={chosen} onClose={onClose} />
    ) : act.is === 'delete' ? (
      <DeleteForm key={chosen.id} account={account} type={type} object={chosen} onClose={onClose} />
    ) : (
      <SecretForm key={chosen.id} account={account} type={type} object={chosen} onClose={onClose} />
    )
  return (
    <>
      {act.object === null ? (
        <ChooseObject account={account} type={type} chosen={chosen} onChoose={setChosen} />
      ) : null}
      {form}
    </>
  )
}

/** So many are offered; whoever has more opens the list of them. */
const mostOffered = 500

function ChooseObject({
  account,
  type,
  chosen,
  onChoose,
}: Pick<ActOnProps, 'account' | 'type'> & {
  readonly chosen: ObjectView | null
  readonly onChoose: (object: ObjectView) => void
}) {
  const { engine } = useEngine()
  const { data, error, isPending } = useQuery({
    queryKey: ['objects', 'choice', account.id, type.id],
    queryFn: ({ signal }) =>
      engine.objects.list({ connection: account.id, type: type.id, limit: mostOffered }, signal),
  })
  if (error !== null) return <ErrorNote title={`The ${type.many} could not be read`} error={error} />
  if (isPending) return <Loader size="sm" role="img" aria-label={`Reading the ${type.many}`} />
  if (data.objects.length === 0) return <Text>The account has no {type.many}.</Text>
  return (
    <Select
      label={`Which ${type.one}`}
      placeholder={`Choose the ${type.one}`}
      searchable
      allowDeselect={false}
      limit={100}
      data={data.objects.map((object) => ({
        value: object.id,
        label: objectName(type, object),
      }))}
      value={chosen?.id ?? null}
      onChange={(id) => {
        const found = data.objects.find((object) => object.id === id)
        if (found !== undefined) onChoose(found)
      }}
    />
  )
}

const things: Partial<Record<string, string>> = {
  tags: 'tag',
  customFields: 'custom field',
  broadcasts: 'broadcast',
  webhooks: 'webhook',
  webhookEndpoints: 'webhook endpoint',
}

function titleOf(act: Act): string {
  switch (act.is) {
    case 'unsubscribe':
      return 'Unsubscribe a person'
    case 'secret':
      return 'New signing secret'
    case 'insert':
      return `New ${things[act.type] ?? act.type}`
    case 'update':
      return `${act.type === 'tags' || act.type === 'customFields' ? 'Rename' : 'Change'} a ${things[act.type] ?? act.type}`
    case 'delete':
      return `Delete a ${things[act.type] ?? act.type}`
  }
}
