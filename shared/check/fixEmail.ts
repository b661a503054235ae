import { parseEmail } from '../values/email.ts'
import { isInvisible, trimInvisible } from '../values/trimInvisible.ts'
import type { CheckKind } from './checkKinds.ts'
import { meantDomain, popularDomains } from './knownDomains.ts'

/** What kind of slip a cell has that should be an address, and what it most likely should be. */
export interface EmailSlip {
  readonly kind: CheckKind
  readonly fix: string | null
}

/** A cell can hold megabytes, and the patterns are for what people type. */
const longestLooked = 1000

interface Mend {
  readonly kind: CheckKind
  readonly mend: (text: string) => string
}

/** In the order in which they are tried; the first that changes anything names the slip, and the others go on from there. */
const mends: readonly Mend[] = [
  { kind: 'full-width', mend: toHalfWidth },
  { kind: 'extra-text', mend: withoutName },
  { kind: 'two-addresses', mend: firstOfSeveral },
  { kind: 'dot-at-end', mend: (text) => text.replace(/^[\s"'<([{]+/, '').replace(/[\s.,;:!"'>)\]}]+$/, '') },
  { kind: 'at-sign', mend: withAtSign },
  { kind: 'space-inside', mend: withoutSpace },
  { kind: 'punctuation', mend: withDotsInPlace },
]

/** Looks at a cell that is no email address. Pure. */
export function slipOfEmail(cell: string): EmailSlip {
  if (cell.length > longestLooked || !cell.isWellFormed()) return { kind: 'bad-email', fix: null }
  let text = trimInvisible(cell)
  let kind: CheckKind | null = null
  for (const { kind: slip, mend } of mends) {
    const next = mend(text)
    if (next === text) continue
    kind ??= slip
    text = next
  }
  const meant = rightDomain(text)
  if (meant !== null) {
    kind ??= 'misspelt-domain'
    text = meant
  }
  return kind !== null && parseEmail(text).ok ? { kind, fix: text } : { kind: 'bad-email', fix: null }
}

/** The address with the domain that most likely was meant; `null` where it may well be right. Pure. */
export function rightDomain(address: string): string | null {
  const at = address.lastIndexOf('@')
  if (at < 1) return null
  const domain = trimInvisible(address.slice(at + 1)).toLowerCase()
  const meant = domainMemory(domain)
  return meant === null ? null : `${trimInvisible(address.slice(0, at))}@${meant}`
}

/** Files have few domains beside their rows. */
const remembered = new Map<string, string | null>()
const mostRemembered = 20_000

function domainMemory(domain: string): string | null {
  const known = remembered.get(domain)
  if (known !== undefined) return known
  const meant = domain.includes('.') ? meantDomain(domain) : withoutEnding(domain)
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(domain, meant)
  return meant
}

/** `gmail` and `gmailcom`. */
function withoutEnding(domain: string): string | null {
  return (
    popularDomains.find((popular) => {
      const [name = ''] = popular.split('.')
      return name.length >= 5 && (domain === name || domain === popular.replaceAll('.', ''))
    }) ?? null
  )
}

function toHalfWidth(text: string): string {
  return text
    .replaceAll(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ')
    .replaceAll('\u3002', '.')
    .trim()
}

/** `Ann <ann@example.com>`, `mailto:ann@example.com?subject=Hi` and `email: ann@example.com`. */
function withoutName(text: string): string {
  const inBrackets = /<\s*([^<>\s@]+@[^<>\s@]+)\s*>/.exec(text)
  if (inBrackets?.[1] !== undefined && !text.includes(';')) return inBrackets[1]
  return text.replace(/^(?:mailto|e-?mail)\s*:\s*/i, '').replace(/^([^?\s]+@[^?\s]+)\?.*$/, '$1')
}

function firstOfSeveral(text: string): string {
  const parts = text
    .split(/[\s,;|/]+/)
    .map((part) => part.replace(/^[<("']+|[>)"'.]+$/g, ''))
    .filter((part) => /^[^@]+@[^@]+$/.test(part))
  return parts.length > 1 ? (parts[0] ?? text) : text
}

function withAtSign(text: string): string {
  if (text.includes('@')) return text.replace(/@(?:\s*@)+/, '@')
  const spelt = text.replace(/\s*[([{]\s*(?:at|ät)\s*[)\]}]\s*|\s+at\s+/i, '@')
  if (spelt.includes('@')) return spelt.replaceAll(/\s*[([{]\s*(?:dot|punkt)\s*[)\]}]\s*|\s+dot\s+/gi, '.')
  const lower = text.toLowerCase()
  const popular = popularDomains.find(
    (domain) => domain.length >= 8 && lower.endsWith(domain) && lower.length > domain.length + 1,
  )
  if (popular === undefined) return text
  const local = text.slice(0, -popular.length).replace(/[.#\s]+$/, '')
  return local === '' ? text : `${local}@${popular}`
}

function withoutSpace(text: string): string {
  if (!text.includes('@')) return text
  let kept = ''
  for (let at = 0; at < text.length; at += 1) if (!isInvisible(text.charCodeAt(at))) kept += text.charAt(at)
  return kept
}

function withDotsInPlace(text: string): string {
  const at = text.lastIndexOf('@')
  if (at < 1) return text
  const local = text
    .slice(0, at)
    .replaceAll(/\.{2,}/g, '.')
    .replace(/^[.,]+|[.,]+$/g, '')
  const domain = text
    .slice(at + 1)
    .replaceAll(',', '.')
    .replaceAll(/\.{2,}/g, '.')
    .replace(/^\.+/, '')
  return `${local}@${domain}`
}
