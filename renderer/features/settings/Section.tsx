import { Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

export function Section({
  title,
  words,
  children,
}: {
  readonly title: string
  readonly words?: string
  readonly children: ReactNode
}) {
  return (
    <Paper component="section" withBorder p="lg" bg="var(--lf-surface)" aria-label={title}>
      <Stack gap="md">
        <Stack gap={2}>
          <Title order={2}>{title}</Title>
          {words === undefined ? null : <Text c="dimmed">{words}</Text>}
        </Stack>
        {children}
      </Stack>
    </Paper>
  )
}
