import { Button } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import type { RunId } from '../../../shared/model.ts'
import { useUndo } from './useUndo.ts'

interface UndoRowProps {
  readonly run: RunId
  readonly row: number
  readonly label?: string
}

/** Takes back what a run did to one person. */
export function UndoRow({ run, row, label = 'Take this back…' }: UndoRowProps) {
  const undo = useUndo()
  return (
    <Button
      variant="default"
      size="compact-sm"
      style={{ alignSelf: 'flex-start' }}
      loading={undo.isPending}
      leftSection={<IconArrowBackUp size={14} />}
      aria-label={`${label} Run ${run}, row ${row}`}
      onClick={() => undo.mutate({ run, row })}
    >
      {label}
    </Button>
  )
}
