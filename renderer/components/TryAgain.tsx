import { Button } from '@mantine/core'

/** Under an error: the same once more. */
export function TryAgain({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button variant="default" size="xs" mt="xs" display="block" onClick={onClick}>
      Try again
    </Button>
  )
}
