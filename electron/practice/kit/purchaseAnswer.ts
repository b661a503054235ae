import { isoSeconds } from './answers.ts'
import type { Purchase } from './model.ts'

/** A purchase as every answer shows it. */
export function purchaseAnswer(purchase: Purchase) {
  return {
    id: purchase.id,
    transaction_id: purchase.transactionId,
    subscriber_id: purchase.subscriberId,
    status: purchase.status,
    email_address: purchase.emailAddress,
    currency: purchase.currency,
    transaction_time: isoSeconds(purchase.transactionTime),
    subtotal: purchase.subtotal,
    discount: purchase.discount,
    tax: purchase.tax,
    total: purchase.total,
    source: 'api',
    products: purchase.products.map(({ quantity, lid, unitPrice, sku, name, pid }) => ({
      quantity,
      lid,
      unit_price: unitPrice,
      sku,
      name,
      pid,
    })),
  }
}
