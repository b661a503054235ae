import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './StepFrame.module.css'

/** One step of a sync: what it is, its content, and at the bottom, always in sight, where it leads. */
export function StepFrame({
  title,
  words,
  actions,
  footer,
  scroll = false,
  children,
}: {
  readonly title: string
  readonly words?: ReactNode
  readonly actions?: ReactNode
  readonly footer?: ReactNode
  /** The content scrolls as a page does; otherwise it fills the room, as tables do. */
  readonly scroll?: boolean
  readonly children: ReactNode
}) {
  return (
    <section className={classes.step} aria-labelledby="step-title">
      <div className={classes.body} data-scroll={scroll || undefined} tabIndex={scroll ? 0 : undefined}>
        <div className={classes.head}>
          <div className={classes.titles}>
            <Title order={1} id="step-title" fz="h2">
              {title}
            </Title>
            {words === undefined ? null : (
              <Text component="div" c="dimmed">
                {words}
              </Text>
            )}
          </div>
          {actions}
        </div>
        {children}
      </div>
      {footer === undefined ? null : <div className={classes.footer}>{footer}</div>}
    </section>
  )
}
