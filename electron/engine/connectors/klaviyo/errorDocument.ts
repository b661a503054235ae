import { z } from 'zod'

/** One error of Klaviyo's error document. `detail` is for people: Klaviyo changes its words at any time. */
export interface KlaviyoError {
  readonly code: string
  readonly detail: string
  /** Into the body that was sent: `/data/attributes/email`; `''` where it isn't told. */
  readonly pointer: string
}

const text = z.string().nullish()
const shape = z.object({
  errors: z.array(
    z.object({ code: text, title: text, detail: text, source: z.object({ pointer: text }).nullish() }),
  ),
})

/** Reads an error document. Anything else, such as a web page from Cloudflare, holds no errors. */
export function errorsOf(body: unknown): readonly KlaviyoError[] {
  const { success, data } = shape.safeParse(body)
  if (!success) return []
  return data.errors.map(({ code, title, detail, source }) => ({
    code: code ?? '',
    detail: detail ?? title ?? '',
    pointer: source?.pointer ?? '',
  }))
}

/** Klaviyo's own words, without the key, should a service ever repeat it. */
export function wordsOf(errors: readonly KlaviyoError[], key: string): string {
  const words = [...new Set(errors.map(({ detail }) => detail))].join('; ')
  return words.replaceAll(key, '(key)').replace(/\s+/g, ' ').trim().slice(0, 300)
}
