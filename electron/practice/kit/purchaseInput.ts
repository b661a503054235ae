import { invalid } from './answers.ts'
import { requiredEmail } from './emailAddress.ts'
import type { Input } from './input.ts'
import { asList, asRecord, nullableText, optionalText, optionalTime } from './input.ts'
import type { Product, Purchase } from './model.ts'

/** A purchase as it was sent, and the name of its person. */
export interface WantedPurchase extends Omit<Purchase, 'id' | 'subscriberId'> {
  /** For somebody new only. */
  readonly firstName: string | null
}

/**
 * Reads a purchase. All texts but the first are assumed.
 * @throws Refusal 422 `Transaction cannot be blank`, and for everything else that is missing or no number
 */
export function readPurchase(input: Input, now: number): WantedPurchase {
  const transactionId = optionalText(input, 'transaction_id')?.trim() ?? ''
  if (transactionId === '') throw invalid('Transaction cannot be blank')
  return {
    transactionId,
    emailAddress: requiredEmail(input),
    firstName: nullableText(input, 'first_name') ?? null,
    status: optionalText(input, 'status') ?? 'paid',
    currency: readCurrency(input),
    transactionTime: optionalTime(input, 'transaction_time') ?? now,
    subtotal: amount(input, 'subtotal') ?? 0,
    discount: amount(input, 'discount') ?? 0,
    tax: amount(input, 'tax') ?? 0,
    shipping: amount(input, 'shipping') ?? 0,
    total: amount(input, 'total') ?? 0,
    products: readProducts(input.products),
  }
}

function readCurrency(input: Input): string {
  const currency = optionalText(input, 'currency') ?? 'USD'
  if (!/^[a-z]{3}$/i.test(currency)) throw invalid('Currency is invalid')
  return currency.toUpperCase()
}

function readProducts(value: unknown): readonly Product[] {
  const products = (asList(value) ?? []).map(asRecord)
  if (products.length === 0) throw invalid('Products cannot be blank')
  const read = products.map((product) => readProduct(product ?? {}))
  if (new Set(read.map(({ lid }) => lid)).size < read.length) throw invalid('Products lid must be unique')
  return read
}

function readProduct(input: Input): Product {
  const required = (name: string) => {
    const text = optionalText(input, name)
    if (text === undefined) throw invalid(`Product ${name} cannot be blank`)
    return text
  }
  const quantity = amount(input, 'quantity')
  const unitPrice = amount(input, 'unit_price')
  if (quantity === undefined) throw invalid('Product quantity cannot be blank')
  if (!Number.isInteger(quantity)) throw invalid('Product quantity must be an integer')
  if (unitPrice === undefined) throw invalid('Product unit_price cannot be blank')
  return {
    name: required('name'),
    pid: required('pid'),
    lid: required('lid'),
    quantity,
    unitPrice,
    sku: nullableText(input, 'sku') ?? null,
  }
}

/** A number, or text that is one; `undefined` where it is left out. */
function amount(input: Input, name: string): number | undefined {
  const text = optionalText(input, name)
  if (text === undefined) return undefined
  if (!/^-?\d{1,12}(\.\d{1,6})?$/.test(text)) throw invalid(`${name} is not a number`)
  return Number(text)
}
