import { VisuallyHidden } from '@mantine/core'
import { valueWords } from '../../components/valueWords.ts'
import type { FieldDiff } from './rowChanges.ts'
import classes from './Review.module.css'

/** One field, as in the diff of a text: what is there now, and what comes in its place. */
export function DiffCell({ diff, isNew }: { readonly diff: FieldDiff; readonly isNew: boolean }) {
  const { before, after, on } = diff
  const isCleared = after === null || after === ''
  const words = isCleared ? 'cleared' : valueWords(after)
  const was = before === undefined || before === null || before === '' ? null : valueWords(before)
  return (
    <span
      className={classes.diff}
      data-off={!on || undefined}
      title={`${was ?? 'empty'} → ${words}${on ? '' : ' (not sent)'}`}
    >
      {isNew ? null : was === null ? (
        <span className={classes.empty}>empty</span>
      ) : (
        <s className={classes.was}>{was}</s>
      )}
      {isNew ? null : <VisuallyHidden> becomes </VisuallyHidden>}
      <span className={isCleared ? classes.cleared : isNew ? classes.fresh : classes.becomes}>{words}</span>
      {on ? null : <VisuallyHidden> (not sent)</VisuallyHidden>}
    </span>
  )
}
