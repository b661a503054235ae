import type { Handlers } from '../../../shared/contract/contract.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import type { EngineParts } from '../createEngine.ts'
import { inTransaction } from '../store/transaction.ts'

const byHand = 'Said by you'

export function leftHandlers({ db, left, clock, push }: EngineParts): Handlers['left'] {
  const entriesOf = (email: string) =>
    [false, true].flatMap((practice) => left.find(practice, [foldEmail(email)])[0] ?? [])
  const changed = () => push({ name: 'changed', payload: { what: 'left' } })
  return {
    // What the user says holds in practice accounts too, and is one thing to them.
    counts: () => Promise.resolve(left.counts().filter(({ name, practice }) => !practice || name !== byHand)),
    find: ({ email }) => Promise.resolve(entriesOf(email)),
    add({ email }) {
      const people = [{ identity: foldEmail(email), reason: 'unsubscribed' }] as const
      inTransaction(db, () => {
        // Whoever tries this out in a practice account wants to see it there too.
        for (const practice of [false, true])
          left.note({ id: 'you', name: byHand, practice }, people, clock.now())
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
