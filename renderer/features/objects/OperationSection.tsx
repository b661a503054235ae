import { Radio, Stack, Text } from '@mantine/core'
import { useMap } from '../map/MapContext.tsx'
import { useSync } from '../sync/SyncContext.tsx'
import { importWords, opWords } from './objectWords.ts'

/** What is done with the rows. Another choice looks at the columns anew, as it may need others. */
export function OperationSection() {
  const { object } = useMap()
  const { dispatch } = useSync()
  if (object === null) return null
  const { view, op } = object
  return (
    <Stack gap="xs">
      <Radio.Group
        aria-label="What is done with the rows"
        value={op}
        onChange={(value) => dispatch({ type: 'operation-chosen', op: value })}
      >
        <Stack gap={8}>
          {view.operations.map((one) => (
            <Radio
              key={one}
              size="xs"
              value={one}
              label={importWords(view, one)}
              description={opWords(view, one)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {view.id === 'purchases' ? (
        <Text size="sm" c="dimmed">
          Rows with the same transaction id are the products of one purchase, and go together.
        </Text>
      ) : null}
    </Stack>
  )
}
