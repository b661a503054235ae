import { longestEmail, longestLocalPart } from './emailLimits.ts'
import { isInvisible } from './trimInvisible.ts'

// Some of the patterns take quadratic time, and a cell can hold megabytes.
const longestExplained = 1000

/** Why this text is no email address, as the end of a sentence: `the part after @ has no dot.` */
export function emailReason(text: string): string {
  if (!text.isWellFormed() || text.includes('\ufffd'))
    return 'some characters were damaged when the file was saved.'
  const start = text.slice(0, longestExplained)
  for (const check of [wholeReason, localReason, domainReason]) {
    const reason = check(start)
    if (reason !== null) return reason
  }
  return 'it is not written the way addresses are.'
}

function wholeReason(text: string): string | null {
  if (/[\uff01-\uff5e]/.test(text))
    return 'it has full-width characters. Type it again with ordinary letters.'
  if (/^mailto:/i.test(text)) return 'it starts with “mailto:”, as a link does. Keep only the address.'
  const signs = text.split('@').length - 1
  if (signs === 0) return missingAtReason(text)
  if (/<[^<>]*@[^<>]*>/.test(text)) return 'it also has a name. Keep only what is between < and >.'
  const addresses = text.split(/[\s,;|/]+/).filter((part) => /[^@]@[^@]/.test(part)).length
  if (addresses > 1) return `there are ${addresses} addresses in the cell. Keep one.`
  if (signs > 1) return `it has ${signs} @ signs.`
  if (/\s/.test(text)) return 'there is a space inside it.'
  if (hasInvisible(text)) return 'there is an invisible character inside it. Type it again.'
  if (text.length > longestEmail) return `it is longer than ${longestEmail} characters.`
  return null
}

function missingAtReason(text: string): string {
  if (/[([{]\s*(?:at|ät)\s*[)\]}]/i.test(text)) return 'write @ instead of “(at)”.'
  return 'it has no @.'
}

function hasInvisible(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (isInvisible(text.charCodeAt(at))) return true
  return false
}

function localReason(text: string): string | null {
  const local = text.slice(0, text.indexOf('@'))
  if (local === '') return 'there is nothing before the @.'
  if (local.includes('"')) return 'it has quotation marks.'
  if (local.includes(',')) return 'there is a comma before the @.'
  if (local.startsWith('.')) return 'it starts with a dot.'
  if (local.endsWith('.')) return 'there is a dot right before the @.'
  if (local.includes('..')) return 'it has two dots in a row.'
  if (local.length > longestLocalPart)
    return `the part before @ is longer than ${longestLocalPart} characters.`
  const foreign = /[^\p{ASCII}]/u.exec(local)
  if (foreign)
    return `“${foreign[0]}” cannot be used before the @. Most likely it is a slip; check the spelling.`
  const odd = /[^a-z0-9!#$%&'*+\-/=?^_`{|}~.]/i.exec(local)
  return odd ? `“${odd[0]}” cannot be used in an address.` : null
}

function domainReason(text: string): string | null {
  const domain = text.slice(text.lastIndexOf('@') + 1)
  if (domain === '') return 'there is nothing after the @.'
  if (domain.includes(',')) return 'it has a comma where a dot belongs.'
  if (domain.startsWith('.')) return 'there is a dot right after the @.'
  if (domain.endsWith('.')) return 'it ends with a dot.'
  if (domain.includes('..')) return 'it has two dots in a row.'
  if (/^\[?[\d.:]+\]?$/.test(domain)) return 'the part after @ is a number, not a name such as “example.com”.'
  if (!domain.includes('.')) return 'the part after @ has no dot.'
  const odd = /[^\p{L}\p{N}\p{M}.-]/u.exec(domain)
  if (odd) return `“${odd[0]}” cannot be used after the @.`
  return domainLabelReason(domain)
}

function domainLabelReason(domain: string): string | null {
  const labels = domain.split('.')
  const last = labels.at(-1) ?? ''
  if (labels.some((label) => label.startsWith('-') || label.endsWith('-')))
    return 'a part of the name after @ starts or ends with a hyphen.'
  if (labels.some((label) => label.length > 63))
    return 'a part of the name after @ is longer than 63 characters.'
  if (last.length < 2 || /\d/.test(last)) return `no address ends in “.${last}”.`
  return null
}
