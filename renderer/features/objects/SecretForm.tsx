import { Button, Code, Group, Loader, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeView, ObjectView } from '../../../shared/contract/objects.ts'
import { AppError } from '../../../shared/errors.ts'
import { CopyButton } from '../../components/CopyButton.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { ForeseenWords } from './Foreseen.tsx'
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
  const foreseen = useQuery({
    queryKey: ['foreseen', account.id, 'secret', object.id],
    queryFn: ({ signal }) =>
      engine.objects.planSecret({ connection: account.id, endpoint: object.id }, signal),
    retry: false,
    gcTime: 0,
  })
  const endsAtOnce = foreseen.data?.endsAtOnce ?? null
  // Somebody else may have replaced it since.
  const isRefused = rotate.error instanceof AppError && rotate.error.code === 'conflict'
  const isTooSoon = endsAtOnce !== null || isRefused
  if (rotate.data !== undefined) return <ShownSecret secret={rotate.data.secret} onClose={onClose} />
  return (
    <Stack gap="md">
      <Text>
        Give <b>{objectName(type, object)}</b> another signing secret. You have a day to put it in where the
        calls of {account.serviceTitle} are checked.
      </Text>
      {foreseen.error !== null ? (
        <ErrorNote title="What it does could not be worked out" error={foreseen.error} />
      ) : foreseen.data === undefined ? (
        <Loader size="sm" role="img" aria-label="Working out what it does" />
      ) : (
        <ForeseenWords words={[foreseen.data.words]} requests={foreseen.data.requests} />
      )}
      {isTooSoon ? (
        <ErrorNote
          title="It was replaced less than a day ago"
          error={endsAtOnce ?? 'The secret before this one still counts. Replacing it again ends it at once.'}
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
          disabled={foreseen.data === undefined}
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
