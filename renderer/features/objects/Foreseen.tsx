import { Code, List, Stack, Text } from '@mantine/core'
import type { ActPlan, ActRequest } from '../../../shared/contract/objects.ts'

/** What an act would do: what is lost by it, and each request as it would leave. */
export function Foreseen({ planned }: { readonly planned: ActPlan }) {
  const { plan, rows, requests } = planned
  const loses = plan.guard?.words ?? []
  // Of rows that take something away the guard speaks.
  const reasons = rows.flatMap(({ reason, changes }) =>
    reason === null || (loses.length > 0 && changes.length > 0) ? [] : [reason],
  )
  return <ForeseenWords words={[...new Set([...loses, ...reasons])]} requests={requests} />
}

interface ForeseenWordsProps {
  readonly words: readonly string[]
  readonly requests: readonly ActRequest[]
}

export function ForeseenWords({ words, requests }: ForeseenWordsProps) {
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
