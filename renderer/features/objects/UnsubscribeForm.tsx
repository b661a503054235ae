import { Alert, Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { IconUserOff } from '@tabler/icons-react'
import { type SyntheticEvent, useState } from 'react'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Foreseen } from './Foreseen.tsx'
import { useAct } from './useAct.ts'
import { useForeseen } from './useForeseen.ts'

interface UnsubscribeFormProps {
  readonly account: ConnectionView
  /** `''`: still to be typed. */
  readonly email: string
  readonly onClose: () => void
}

/** Unsubscribes somebody, for good, after it was said plainly what that means. */
export function UnsubscribeForm({ account, email: given, onClose }: UnsubscribeFormProps) {
  const [email, setEmail] = useState(given)
  const [isSeen, setSeen] = useState(false)
  const where = `${account.serviceTitle} · ${account.name}`
  const act = useAct({ doneWords: `${email} is unsubscribed from ${where}.`, onDone: onClose })
  const { data: foreseen } = useForeseen({
    connection: account.id,
    type: 'subscribers',
    op: 'unsubscribe',
    row: isSeen && email.trim() !== '' ? { email: email.trim() } : null,
  })
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    act.mutate({
      connection: account.id,
      type: 'subscribers',
      op: 'unsubscribe',
      row: { email: email.trim() },
    })
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="md">
        <TextInput
          label="Their address"
          type="email"
          value={email}
          readOnly={given !== ''}
          data-autofocus={given === '' || undefined}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Alert
          icon={<IconUserOff color="var(--lf-rejected)" />}
          title="This is for good"
          styles={{ root: { background: 'var(--lf-rejected-tint)' }, title: { color: 'var(--lf-rejected)' } }}
        >
          {where} then never mails them again: no broadcast, no sequence. Neither you nor Listferry can undo
          it. Only they themselves can come back, by a form. Their tags and fields stay.
        </Alert>
        <Checkbox
          label="I know that this can’t be undone"
          checked={isSeen}
          onChange={(event) => setSeen(event.currentTarget.checked)}
        />
        {foreseen === undefined ? null : <Foreseen planned={foreseen} />}
        {act.error === null ? null : <ErrorNote title="They were not unsubscribed" error={act.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Don’t unsubscribe
          </Button>
          <Button type="submit" color="red" loading={act.isPending} disabled={!isSeen || email.trim() === ''}>
            Unsubscribe from {where}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
