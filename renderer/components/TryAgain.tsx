import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { AppError } from '../../shared/errors.ts'

/** Under an error: the same once more; or the way on from what is not there, where once more is no use. */
export function TryAgain({
  onClick,
  error,
  elsewhere,
}: {
  readonly onClick: () => void
  readonly error?: unknown
  readonly elsewhere?: { readonly href: string; readonly words: string }
}) {
  const look = { variant: 'default', size: 'xs', mt: 'xs' } as const
  if (elsewhere !== undefined && isGone(error))
    return (
      <Button {...look} component={Link} href={elsewhere.href}>
        {elsewhere.words}
      </Button>
    )
  return (
    <Button {...look} display="block" onClick={onClick}>
      Try again
    </Button>
  )
}

export function isGone(error: unknown): boolean {
  return error instanceof AppError && error.code === 'not-found'
}
