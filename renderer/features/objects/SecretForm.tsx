import { Button, Code, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeView, ObjectView } from '../../../shared/contract/objects.ts'
import { AppError } from '../../../shared/errors.ts'
import { CopyButton } from '../../components/CopyButton.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { objectName } from './objectWords.ts'

interface SecretFormProps {
  readonly account: ConnectionView
  readonly type: ObjectTypeView
  readonly object: ObjectView
  readonly onClose: () => void
}

/** Gives a webhook endpoint a new signing secret, which is shown this once. */
export function SecretForm({ account, type, object, onClose }: SecretFormProps) {
  const { engine } = useEngine()
  const rotate = useMutation({
    mutationFn: (force: boolean) =>
      engine.objects.rotateSecret({ connection: account.id, endpoint: object.id, force }),
    // Nothing keeps it: not even the cache of this window.
    gcTime: 0,
  })
  const isTooSoon = rotate.error instanceof AppError && rotate.error.code === 'conflict'
  if (rotate.data !== undefined) return <ShownSecret secret={rotate.data.secret} onClose={onClose} />
  return (
    <Stack gap="md">
      <Text>
        {account.serviceTitle} signs what it sends to <b>{objectName(type, object)}</b> with a secret. The one
        before counts for a day longer, so that you have time to put in the new one.
      </Text>
      {isTooSoon ? (
        <ErrorNote
          title="It was replaced less than a day ago"
          error="The secret before this one still counts. Replacing it again ends it at once."
        />
      ) : rotate.error === null ? null : (
        <ErrorNote title="There is no new secret" error={rotate.error} />
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Leave it
        </Button>
        <Button
          loading={rotate.isPending}
          {...(isTooSoon && { color: 'red' })}
          onClick={() => rotate.mutate(isTooSoon)}
        >
          {isTooSoon ? 'Replace it all the same' : 'Make a new secret'}
        </Button>
      </Group>
    </Stack>
  )
}

/** Once gone from the screen, it can only be replaced. */
export function ShownSecret({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  return (
    <Stack gap="md">
      <Text>
        This is the signing secret. It is shown this once and kept nowhere here: copy it to where the calls
        are checked.
      </Text>
      <Group gap="xs" wrap="nowrap">
        <Code
          block
          style={{ flex: 1, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
          aria-label="Signing secret"
        >
          {secret}
        </Code>
        <CopyButton text={secret} what="the secret" />
      </Group>
      <Group justify="flex-end">
        <Button onClick={onClose}>I have copied it</Button>
      </Group>
    </Stack>
  )
}
