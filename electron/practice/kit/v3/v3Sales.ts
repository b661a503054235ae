import type { Answer } from '../../answer.ts'
import { Refusal } from '../../answer.ts'
import { created, isoSeconds, notFound, ok } from '../answers.ts'
import type { Input, KitRequest } from '../input.ts'
import { asList, asRecord, pathId } from '../input.ts'
import type { Purchase } from '../model.ts'
import { storePurchase } from '../purchases.ts'
import type { KitAccount } from '../route.ts'
import { createWebhook, deleteWebhook } from '../webhooks.ts'
import { v3Failure } from './v3Answers.ts'
import { v3Page } from './v3Pages.ts'

/** GET /v3/purchases */
export function v3Purchases({ input }: KitRequest, { state }: KitAccount): Answer {
  const { rows, total, page, totalPages } = v3Page(state.purchases.values(), ({ id }) => id, input)
  return ok({ total_purchases: total, page, total_pages: totalPages, purchases: rows.map(v3Purchase) })
}

/** GET /v3/purchases/{id}: bare. */
export function v3GetPurchase(request: KitRequest, { state }: KitAccount): Answer {
  const purchase = state.purchases.get(pathId(request, 'id'))
  if (purchase === undefined) throw notFound()
  return ok(v3Purchase(purchase))
}

/** POST /v3/purchases: 400 names everything that is missing at once. */
export function v3CreatePurchase({ input }: KitRequest, kit: KitAccount): Answer {
  const purchase = asRecord(input.purchase) ?? {}
  const missing = missingIn(purchase)
  if (missing.length > 0)
    throw new Refusal(v3Failure(400, 'Your request is missing parameters', missing.join(', ')))
  return created(v3Purchase(storePurchase(purchase, kit)))
}

/** POST /v3/automations/hooks: a webhook, called a rule. */
export function v3CreateHook(request: KitRequest, kit: KitAccount): Answer {
  const { json } = createWebhook(request, kit)
  const { event, ...rule } = (json as { readonly webhook: Input }).webhook
  const { initiator_value, ...shown } = asRecord(event) ?? {}
  return ok({ rule: { ...rule, event: initiator_value === null ? shown : event } })
}

/** DELETE /v3/automations/hooks/{id} */
export function v3DeleteHook(request: KitRequest, kit: KitAccount): Answer {
  deleteWebhook(request, kit)
  return ok({ success: true })
}

function missingIn(purchase: Input): readonly string[] {
  const blank = (value: unknown) => value === undefined || value === null || value === ''
  const products = asList(purchase.products)?.map((each) => asRecord(each) ?? {}) ?? []
  return [
    ...['transaction_id', 'email_address', 'currency']
      .filter((name) => blank(purchase[name]))
      .map((name) => `${name} can't be blank`),
    ...(products.length === 0 ? ["products can't be blank"] : []),
    ...products.flatMap((product) =>
      ['name', 'pid', 'lid', 'quantity', 'unit_price']
        .filter((name) => blank(product[name]))
        .map(
          (name) =>
            `${name} can't be blank for product: ${typeof product.name === 'string' ? product.name : ''}`,
        ),
    ),
  ]
}

/** Without the ids of products and lines, and with the shipping that v4 keeps to itself. */
function v3Purchase(purchase: Purchase) {
  return {
    id: purchase.id,
    transaction_id: purchase.transactionId,
    status: purchase.status,
    email_address: purchase.emailAddress,
    currency: purchase.currency,
    transaction_time: isoSeconds(purchase.transactionTime),
    subtotal: purchase.subtotal,
    shipping: purchase.shipping,
    discount: purchase.discount,
    tax: purchase.tax,
    total: purchase.total,
    products: purchase.products.map(({ unitPrice, quantity, sku, name }) => ({
      unit_price: unitPrice,
      quantity,
      sku,
      name,
    })),
  }
}
