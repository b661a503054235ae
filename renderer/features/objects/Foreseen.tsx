import { Code, List, Stack, Text } from '@mantine/core'
import type { ActPlan } from '../../../shared/contract/objects.ts'

/** What an act would do: what is lost by it, and each request as it would leave. */
export function Foreseen({ planned }: { readonly planned: ActPlan }) {
  const { plan, rows, requests } = planned
  const reasons = rows.flatMap(({ reason }) => (reason === null ? [] : [reason]))
  const words = [...new Set([...(plan.guard?.words ?? []), ...reasons])]
  return (
    <Stack gap={4} component="section" aria-label="What it does">
      {words.length === 0 ? null : (
        <List spacing={4} size="sm">
          {words.map((one) => (
            <List.Item key={one}>{one}</List.Item>
          ))}
        </List>
      )}
      {requests.map(({ method, path, fields, times }) => (
        <Text key={`${method} ${path}`} size="xs" c="dimmed">
          Sends <Code>{`${method} ${path}`}</Code>
          {fields.length === 0 ? '' : ` with ${fields.join(', ')}`}
          {times === 1 ? '' : `, ${times} times`}
        </Text>
      ))}
    </Stack>
  )
}
