import { Anchor, Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { AppError } from '../../../shared/errors.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'

/** What an account said no to, with the way on: another key, or once more. */
export function AccountErrorNote({
  title,
  error,
  onAgain,
  children,
}: {
  readonly title: string
  readonly error: unknown
  readonly onAgain: () => void
  /** Another way on. */
  readonly children?: ReactNode
}) {
  const needsKey = error instanceof AppError && (error.code === 'unauthorized' || error.code === 'forbidden')
  return (
    <ErrorNote title={title} error={error}>
      <Group gap="md" mt="sm">
        {needsKey ? (
          <Anchor component={Link} href="/connections">
            Connect the account again
          </Anchor>
        ) : null}
        <Button variant="default" onClick={onAgain}>
          Try again
        </Button>
        {children}
      </Group>
    </ErrorNote>
  )
}
