import { UnstyledButton } from '@mantine/core'
import { counted } from '../../words.ts'
import classes from './Import.module.css'

/** Lines above the column names: shown, so that nothing disappears unseen, and one of them may be the names. */
export function SkippedLines({
  lines,
  onHeader,
}: {
  readonly lines: readonly (readonly string[])[]
  readonly onHeader: (cells: readonly string[]) => void
}) {
  if (lines.length === 0) return null
  return (
    <div className={classes.skipped}>
      {counted(lines.length, 'line')} above the column names {lines.length === 1 ? 'is' : 'are'} left out:
      {lines.slice(0, 5).map((cells, index) => (
        <UnstyledButton
          key={index}
          className={classes.skippedLine}
          fz="sm"
          title="Click if this line has the column names"
          onClick={() => onHeader(cells)}
        >
          {cells.filter((cell) => cell.trim() !== '').join(' · ')}
        </UnstyledButton>
      ))}
    </div>
  )
}
