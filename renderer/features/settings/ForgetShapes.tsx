import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { counted } from '../../words.ts'

const key = ['settings', 'remembered shapes']

/** What files were mapped to is remembered by their columns; here all of it is forgotten. */
export function ForgetShapes() {
  const { engine } = useEngine()
  const queries = useQueryClient()
  const shapes = useQuery({ queryKey: key, queryFn: () => engine.settings.rememberedShapes({}) })
  const forget = useMutation({
    mutationFn: () => engine.settings.forgetShapes({}),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: key }),
        queries.invalidateQueries({ queryKey: ['suggestion'] }),
      ]),
  })
  const count = shapes.data ?? 0
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Text fw={500} size="sm">
            How files were mapped
          </Text>
          <Text size="xs" c="dimmed">
            A file with the same columns as one before begins as that one was mapped, and what you left out
            stays out.{' '}
            {count === 0
              ? 'Nothing is remembered yet.'
              : `Remembered for ${counted(count, 'set')} of columns.`}
          </Text>
        </div>
        <Button
          variant="default"
          size="xs"
          style={{ flex: 'none' }}
          disabled={count === 0}
          loading={forget.isPending}
          onClick={() => forget.mutate()}
        >
          Forget how files were mapped
        </Button>
      </Group>
      {forget.isError ? <ErrorNote title="That could not be forgotten" error={forget.error} /> : null}
    </Stack>
  )
}
