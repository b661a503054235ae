import { handMade } from './labelled/handMade.ts'
import type { LabelledFile } from './labelled/labelledColumn.ts'
import { languages } from './labelled/languages.ts'
import { mailPrograms } from './labelled/mailPrograms.ts'
import { shopsAndEvents } from './labelled/shopsAndEvents.ts'

/** Columns as they occur in real files, labelled by hand before the program saw them. */
export const labelledFiles: readonly LabelledFile[] = [
  ...mailPrograms,
  ...shopsAndEvents,
  ...languages,
  ...handMade,
]
