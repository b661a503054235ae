import { Skeleton, Stack } from '@mantine/core'

const rows = [0, 1, 2, 3, 4, 5, 6, 7]

/** In the place of a table that is being read. */
export function GridSkeleton({ label }: { readonly label: string }) {
  return (
    <Stack gap={8} aria-busy="true" aria-label={label} role="status">
      {rows.map((row) => (
        <Skeleton key={row} height={30} animate={false} opacity={1 - row * 0.11} />
      ))}
    </Stack>
  )
}
