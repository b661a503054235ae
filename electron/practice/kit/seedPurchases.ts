import { namedPeople } from './namedPeople.ts'
import type { KitState } from './state.ts'

const dayMs = 86_400_000

/** A few things that were bought, oldest first. */
export function seedPurchases(state: KitState): void {
  const bought = [
    ['baking-101', 'Baking course', 49, 40],
    ['rye-kit', 'Rye starter kit', 18.5, 21],
    ['gift-card', 'Gift card', 25, 3],
  ] as const
  const people = Object.values(namedPeople).filter((person) => person.state === 'active')
  for (const [index, [pid, name, price, daysAgo]] of bought.entries()) {
    const person = state.subscribers.byEmail(people[index % people.length]?.emailAddress ?? '')
    if (person === undefined) continue
    const id = state.newId('purchase')
    state.purchases.set(id, {
      id,
      transactionId: `practice-${1001 + index}`,
      subscriberId: person.id,
      status: 'paid',
      emailAddress: person.emailAddress,
      currency: 'USD',
      transactionTime: state.now() - daysAgo * dayMs,
      subtotal: price,
      discount: 0,
      tax: 0,
      shipping: 0,
      total: price,
      products: [{ name, pid, lid: `${pid}-1`, quantity: 1, unitPrice: price, sku: null }],
    })
  }
}
