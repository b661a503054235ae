import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Page.module.css'

interface PageProps {
  readonly title: string
  /** A sentence under the title: what this page is for. */
  readonly words?: string
  /** Buttons at the top right. */
  readonly actions?: ReactNode
  /** Lets the content fill the height of the window, as tables do; otherwise the page scrolls. */
  readonly fill?: boolean
  readonly children?: ReactNode
}

/** The frame of every page: title, what it is for, actions, content. */
export function Page({ title, words, actions, fill = false, children }: PageProps) {
  return (
    <section className={classes.page} data-fill={fill || undefined} aria-labelledby="page-title">
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={2} className={classes.words}>
          <Title order={1} id="page-title">
            {title}
          </Title>
          {words === undefined ? null : <Text c="dimmed">{words}</Text>}
        </Stack>
        {actions === undefined ? null : (
          <Group gap="xs" wrap="nowrap">
            {actions}
          </Group>
        )}
      </Group>
      <div className={classes.content}>{children}</div>
    </section>
  )
}
