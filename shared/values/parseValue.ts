import { assertNever } from '../errors.ts'
import type { ValueSettings, ValueType } from '../model.ts'
import { parseBoolean } from './boolean.ts'
import { parseDate } from './date.ts'
import { parseEmail } from './email.ts'
import { parseNumber } from './number.ts'
import type { ParsedValue } from './parsedValue.ts'
import { parsePhone } from './phone.ts'
import { parseText } from './text.ts'

/**
 * Reads a cell as a type. `text` is returned exactly; the other types don't mind space around the value.
 * A blank cell is the caller's to decide: every type but `text` calls it a problem here.
 */
export function parseValue(type: ValueType, text: string, settings: ValueSettings): ParsedValue {
  switch (type) {
    case 'text':
      return parseText(text)
    case 'email':
      return parseEmail(text)
    case 'phone':
      return parsePhone(text, settings.defaultCountry)
    case 'number':
      return parseNumber(text, settings.decimalMark)
    case 'boolean':
      return parseBoolean(text)
    case 'date':
      return parseDate(text, settings.dateOrder)
    default:
      return assertNever(type)
  }
}
