import { Anchor } from '@mantine/core'

interface OpenButtonProps {
  /** `Open row 12` */
  readonly label: string
  readonly onOpen: () => void
  readonly children: string
}

/** A cell of a table that opens what its row is about, by one click; Enter on the row does the same. */
export function OpenButton({ label, onOpen, children }: OpenButtonProps) {
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      truncate
      maw="100%"
      tabIndex={-1}
      title={children}
      aria-label={`${label}: ${children}`}
      onClick={onOpen}
    >
      {children}
    </Anchor>
  )
}
