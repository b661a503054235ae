/** Mailbox providers whose names are often misspelt, each with how it is written right. */
export const popularDomains: readonly string[] = [
  'gmail.com',
  'googlemail.com',
  'hotmail.com',
  'hotmail.co.uk',
  'hotmail.fr',
  'outlook.com',
  'yahoo.com',
  'yahoo.co.uk',
  'yahoo.fr',
  'icloud.com',
  'live.com',
  'comcast.net',
  'verizon.net',
  'sbcglobal.net',
  'bellsouth.net',
  'btinternet.com',
  'protonmail.com',
  'orange.fr',
  'wanadoo.fr',
  'libero.it',
  't-online.de',
  'freenet.de',
  'web.de',
  'gmx.de',
  'gmx.net',
  'mail.ru',
  'yandex.ru',
  'aol.com',
  'msn.com',
]

/** Domains that exist and only look like a slip of one of the popular ones. */
const realDomains: ReadonlySet<string> = new Set([
  ...popularDomains,
  'mail.com',
  'email.com',
  'ymail.com',
  'gmx.com',
  'gmx.at',
  'gmx.ch',
  'gmx.fr',
  'gmx.us',
  'me.com',
  'mac.com',
  'mail.de',
  'live.de',
  'live.fr',
  'live.nl',
  'live.ca',
  'live.it',
  'live.co.uk',
  'outlook.de',
  'outlook.fr',
  'outlook.it',
  'outlook.es',
  'outlook.pt',
  'outlook.dk',
  'outlook.jp',
  'hotmail.de',
  'hotmail.it',
  'hotmail.es',
  'hotmail.nl',
  'hotmail.se',
  'hotmail.be',
  'hotmail.ca',
  'hotmail.gr',
  'hotmail.no',
  'hotmail.dk',
  'hotmail.ch',
  'yahoo.de',
  'yahoo.ca',
  'yahoo.it',
  'yahoo.es',
  'yahoo.in',
  'yahoo.gr',
  'yahoo.se',
  'yahoo.no',
  'yahoo.dk',
  'yahoo.ie',
  'yahoo.pl',
  'yahoo.ro',
  'yahoo.com.br',
  'yahoo.com.au',
  'yahoo.com.mx',
  'yahoo.com.ar',
  'yahoo.com.sg',
  'yahoo.com.hk',
  'yahoo.com.tw',
  'yahoo.com.ph',
  'yahoo.com.vn',
  'yahoo.co.in',
  'yahoo.co.id',
  'yahoo.co.jp',
  'yahoo.co.nz',
  'yahoo.co.za',
  'hotmail.co.jp',
  'hotmail.co.th',
  'hotmail.com.br',
  'hotmail.com.ar',
  'aol.de',
  'aol.fr',
  'aol.co.uk',
  'orange.es',
  'orange.nl',
  'proton.me',
  'cox.net',
  'rocketmail.com',
  'fastmail.com',
  'hotmail.pt',
  'libero.com',
  'iclouds.com',
  'mail.fr',
  'web.com',
])

/** Endings that do not exist and are nearly always a slip of `.com` and alike. */
const slippedEndings: Readonly<Record<string, string>> = {
  con: 'com',
  cmo: 'com',
  ocm: 'com',
  comm: 'com',
  coom: 'com',
  cim: 'com',
  vom: 'com',
  xom: 'com',
  cpm: 'com',
  conm: 'com',
  come: 'com',
  ney: 'net',
  nte: 'net',
  nett: 'net',
  ogr: 'org',
  orgg: 'org',
}

/**
 * What a domain most likely was meant to be; `null` where it may well be right. In lower case. A name that is one slip
 * of the keyboard from a popular provider, but not the name of another one, or an ending that does not exist.
 */
export function meantDomain(domain: string): string | null {
  if (realDomains.has(domain)) return null
  const dot = domain.lastIndexOf('.')
  const ending = slippedEndings[domain.slice(dot + 1)]
  const mended = ending === undefined ? domain : `${domain.slice(0, dot + 1)}${ending}`
  if (realDomains.has(mended)) return mended
  // Of a short name every other is one slip away.
  const near = popularDomains.find(
    (popular) => popular.length >= 8 && isOneSlip(mended, popular) && !isSubdomain(mended, popular),
  )
  return near ?? (mended === domain ? null : mended)
}

function isSubdomain(domain: string, popular: string): boolean {
  return domain.endsWith(`.${popular}`)
}

/** One letter more, less or other, or two beside each other exchanged. */
function isOneSlip(text: string, other: string): boolean {
  const difference = text.length - other.length
  if (difference < -1 || difference > 1) return false
  let start = 0
  while (start < text.length && text[start] === other[start]) start += 1
  const restOf = (from: number, otherFrom: number) => text.slice(from) === other.slice(otherFrom)
  if (difference === 1) return restOf(start + 1, start)
  if (difference === -1) return restOf(start, start + 1)
  if (restOf(start + 1, start + 1)) return text !== other
  const isSwapped = text[start] === other[start + 1] && text[start + 1] === other[start]
  return isSwapped && restOf(start + 2, start + 2)
}
