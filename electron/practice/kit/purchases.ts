import type { Answer } from '../answer.ts'
import { created, notFound, ok } from './answers.ts'
import type { Input, KitRequest } from './input.ts'
import { asRecord, pathId } from './input.ts'
import type { Purchase } from './model.ts'
import { newestFirst, paginate } from './pagination.ts'
import { purchaseAnswer } from './purchaseAnswer.ts'
import { readPurchase } from './purchaseInput.ts'
import type { KitAccount } from './route.ts'
import { noFields } from './subscriberFields.ts'
import { upsertPerson } from './subscriberWrites.ts'

/** GET /v4/purchases */
export function listPurchases({ input }: KitRequest, { state }: KitAccount): Answer {
  const { rows, pagination } = paginate(
    state.purchases.values(),
    newestFirst((purchase) => purchase.id),
    input,
  )
  return ok({ purchases: rows.map(purchaseAnswer), pagination })
}

/** GET /v4/purchases/{id} */
export function getPurchase(request: KitRequest, { state }: KitAccount): Answer {
  const purchase = state.purchases.get(pathId(request, 'id'))
  if (purchase === undefined) throw notFound()
  return ok({ purchase: purchaseAnswer(purchase) })
}

/** POST /v4/purchases: wrapped in `purchase` as the document says, or bare as Kit's own SDK sends it. */
export function createPurchase({ input }: KitRequest, kit: KitAccount): Answer {
  return created({ purchase: purchaseAnswer(storePurchase(asRecord(input.purchase) ?? input, kit)) })
}

/**
 * Stores a purchase, and its person where they are new. A transaction id that is there already means the same
 * purchase: it keeps its id and takes what is sent now (assumed; no public source says what a repeat does).
 * @throws Refusal 422
 */
export function storePurchase(input: Input, kit: KitAccount): Purchase {
  const { state } = kit
  const { firstName, ...wanted } = readPurchase(input, state.now())
  const known = state.subscribers.byEmail(wanted.emailAddress)
  const person =
    known ??
    upsertPerson(kit, { emailAddress: wanted.emailAddress, state: 'active', firstName, fields: noFields })
  const before = [...state.purchases.values()].find((each) => each.transactionId === wanted.transactionId)
  kit.tally.count(person.id, before === undefined ? 'purchases' : 'purchaseRepeats')
  const purchase = { ...wanted, id: before?.id ?? state.newId('purchase'), subscriberId: person.id }
  state.purchases.set(purchase.id, purchase)
  if (before === undefined) state.tell({ name: 'purchase_create', purchase })
  return purchase
}
