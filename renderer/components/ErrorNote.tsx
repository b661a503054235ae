import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'

/** A failure in words. `error` is what a call threw; its message is written for the user. */
export function ErrorNote({
  title,
  error,
  children,
}: {
  readonly title: string
  readonly error: unknown
  /** What can be done about it. */
  readonly children?: ReactNode
}) {
  const note = useRef<HTMLDivElement>(null)
  // In a small window it may come up below what is seen.
  useEffect(() => {
    note.current?.scrollIntoView({ block: 'nearest' })
  }, [error])
  return (
    <Alert
      ref={note}
      role="alert"
      title={title}
      icon={<IconAlertTriangle />}
      styles={{
        root: { background: 'var(--lf-rejected-tint)', border: '1px solid var(--lf-rejected)' },
        title: { color: 'var(--lf-rejected)' },
        icon: { color: 'var(--lf-rejected)' },
      }}
    >
      {error instanceof Error ? error.message : String(error)}
      {children}
    </Alert>
  )
}
