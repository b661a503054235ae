import { Paper, Stack, Text, Title } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** What stands in the place of an empty list: what would be here, and what to do next. */
export function EmptyState({
  icon: Shape,
  title,
  words,
  children,
}: {
  readonly icon: Icon
  readonly title: string
  readonly words: string
  readonly children?: ReactNode
}) {
  return (
    <Paper p="xl" bg="transparent" style={{ border: '1px dashed var(--lf-line)' }}>
      <Stack align="center" gap="sm" py="lg">
        <Shape size={36} stroke={1.3} color="var(--mantine-color-dimmed)" aria-hidden />
        <Title order={2}>{title}</Title>
        <Text c="dimmed" ta="center" maw={460}>
          {words}
        </Text>
        {children}
      </Stack>
    </Paper>
  )
}
