import type { Figure } from './figure.ts'
import { measureKitRun, twoTags } from './kitRun.ts'

/** Kit with the key and secret of its old version: a person's fields, form and tags go in one request, at 120 a minute. */
export const kitV3: Figure = {
  name: 'kit-v3',
  about:
    'new rows with two fields, a form and two tags by version 3, at the real limits on a simulated clock',
  measure({ folder, size }) {
    const rows = size === 'full' ? 1000 : 60
    return measureKitRun(folder, {
      way: 'kit by version 3',
      requestsPerMinute: 120,
      rowsAre: `${rows.toLocaleString('en')} new rows with two fields, a form and two tags`,
      rows,
      header: 'Email,City,Company',
      line: (n) => `old.person.${n}@example.org,City ${n % 90},Company ${n}`,
      audiences: [{ kind: 'form', name: 'Weekly letter' }, ...twoTags],
      fewest: rows,
      because: `one call a person; with a key of version 4 it would be ${(rows * 4).toLocaleString('en')}`,
      share: 0.97,
    })
  },
}
