import { Button, Stack, Text } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ConnectionId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { useStartSync } from '../sync/useStartSync.ts'

/** The lists that come with the program, to be brought into this account. */
export function SampleButtons({ connection }: { readonly connection: ConnectionId | undefined }) {
  const { engine } = useEngine()
  const startSync = useStartSync()
  const samples = useQuery({ queryKey: ['samples'], queryFn: () => engine.sources.samples({}) })
  const open = useMutation({
    mutationFn: (name: string) => engine.sources.openSample({ name }),
    onSuccess: (file) => startSync({ file, ...(connection !== undefined && { connection }) }),
  })
  useSaidErrors('The sample could not be opened', open.error)
  return (
    <Stack gap="sm" align="flex-start">
      {samples.data?.map(({ name, words }) => (
        <Stack key={name} gap={2} align="flex-start">
          <Button
            variant="default"
            leftSection={<IconFileSpreadsheet size={16} />}
            onClick={() => open.mutate(name)}
          >
            Import {name}
          </Button>
          <Text size="sm" c="dimmed">
            {words}
          </Text>
        </Stack>
      ))}
    </Stack>
  )
}
