import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'

/** Lists that come with the program, of people who do not exist. */
export const samples = [
  { name: 'booth-signups.csv', words: 'A tidy list from a booth at a fair.' },
  {
    name: 'webinar-export.csv',
    words:
      'A messy export: semicolons, old accents, two title rows, blanks, duplicates, and people who left.',
  },
] as const

/** Only what is in the list above: a name from a window never becomes a path. @throws AppError `not-found` */
export function samplePath(folder: string, name: string): string {
  const found = samples.find((sample) => sample.name === name)
  if (found) return join(folder, found.name)
  throw new AppError(
    'not-found',
    `There is no sample called “${name}”. There are: ${samples.map((sample) => sample.name).join(', ')}.`,
  )
}
