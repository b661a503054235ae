import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { CopyButton } from '../../components/CopyButton.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { usePlannedObject } from '../../usePlannedObject.ts'

/** The signing secrets of webhook endpoints that a run made: shown once, when somebody asks for them. */
export function NewSecrets({ receipt }: { readonly receipt: Receipt }) {
  const { engine } = useEngine()
  const object = usePlannedObject(receipt.plan)
  const take = useMutation({
    mutationFn: () => engine.objects.secrets({ run: receipt.id }),
    // Nothing keeps them: not even the cache of this window.
    gcTime: 0,
  })
  const isMade = object?.type === 'webhookEndpoints' && object.op === 'insert' && receipt.outcomes.written > 0
  if (!isMade) return null
  return (
    <Alert title="Signing secrets" variant="default">
      <Stack gap="sm">
        {take.data === undefined ? (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">
              Each new endpoint has a signing secret. They are shown once and kept nowhere here.
            </Text>
            <Button variant="default" flex="none" loading={take.isPending} onClick={() => take.mutate()}>
              Show them once
            </Button>
          </Group>
        ) : take.data.length === 0 ? (
          <Text size="sm">
            They were shown already, or Listferry was started anew since. Under In the account, each endpoint
            can be given a new one.
          </Text>
        ) : (
          take.data.map(({ id, name, secret }) => (
            <Group key={id ?? name} gap="xs" wrap="nowrap">
              <Text size="sm" flex="0 1 260px" truncate title={name}>
                {name}
              </Text>
              <Code style={{ flex: 1, overflowWrap: 'anywhere' }}>{secret}</Code>
              <CopyButton text={secret} what={`the secret of ${name}`} />
            </Group>
          ))
        )}
        {take.error === null ? null : <ErrorNote title="They could not be shown" error={take.error} />}
      </Stack>
    </Alert>
  )
}
