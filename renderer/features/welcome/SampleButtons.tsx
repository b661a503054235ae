import { Button, Stack, Text } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEngine } from '../../EngineContext.tsx'
import { useStartSync } from '../sync/useStartSync.ts'

/** The lists that come with the program. */
export function SampleButtons() {
  const { engine } = useEngine()
  const startSync = useStartSync()
  const samples = useQuery({ queryKey: ['samples'], queryFn: () => engine.sources.samples({}) })
  return (
    <Stack gap="xs" align="flex-start">
      {samples.data?.map(({ name, words }) => (
        <Stack key={name} gap={2} align="flex-start">
          <Button
            variant="default"
            leftSection={<IconFileSpreadsheet size={16} />}
            onClick={() => void engine.sources.openSample({ name }).then((file) => startSync({ file }))}
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
