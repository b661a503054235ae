import type { Handlers } from '../../../shared/contract/contract.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import type { EngineParts } from '../createEngine.ts'
import { inTransaction } from '../store/database.ts'

export function leftHandlers({ db, left, clock, push }: EngineParts): Handlers['left'] {
  const entriesOf = (email: string) =>
    [false, true].flatMap((practice) => left.find(practice, [foldEmail(email)])[0] ?? [])
  const changed = () => push({ name: 'changed', payload: { what: 'left' } })
  return {
    counts: () => Promise.resolve(left.counts()),
    find: ({ email }) => Promise.resolve(entriesOf(email)),
    add({ email }) {
      const people = [{ identity: foldEmail(email), reason: 'unsubscribed' }] as const
      inTransaction(db, () => {
        // Whoever tries this out in a practice account wants to see it there too.
        for (const practice of [false, true])
          left.note({ id: 'you', name: 'Said by you', practice }, people, clock.now())
      })
      changed()
      return Promise.resolve(entriesOf(email))
    },
    remove({ email }) {
      const entries = inTransaction(db, () => left.remove(foldEmail(email)))
      changed()
      return Promise.resolve({ entries })
    },
  }
}
