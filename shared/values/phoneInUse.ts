import { Metadata, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/min'

/**
 * Whether a number is of a range that its country gives out, as far as the library's largest rules know: Klaviyo drops
 * others without a word. Ranges are given out every month, so a no is a doubt.
 */
export function isInUse({ country, nationalNumber, number }: PhoneNumber): boolean {
  if (country !== undefined && rangesOf(country).some((range) => range.test(nationalNumber))) return true
  // Countries that share a calling code are told apart by the library alone, which takes its time.
  return parsePhoneNumberFromString(number)?.isValid() ?? false
}

const ranges = new Map<CountryCode, readonly RegExp[]>()

/** Of landlines, mobiles and so on; compiled once: the library compiles them for each number. */
function rangesOf(country: CountryCode): readonly RegExp[] {
  const known = ranges.get(country)
  if (known) return known
  const metadata = new Metadata()
  metadata.selectNumberingPlan(country)
  // Left out of the published types, there since the first version.
  const plan = metadata.numberingPlan as unknown as { type(name: string): { pattern(): string } | undefined }
  const found = kinds.flatMap((kind) => {
    const pattern = plan.type(kind)?.pattern()
    return pattern ? [new RegExp(`^(?:${pattern})$`)] : []
  })
  ranges.set(country, found)
  return found
}

const kinds = [
  'MOBILE',
  'FIXED_LINE',
  'PERSONAL_NUMBER',
  'VOIP',
  'UAN',
  'PAGER',
  'SHARED_COST',
  'TOLL_FREE',
  'PREMIUM_RATE',
]
