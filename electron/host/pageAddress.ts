/** The window's own scheme: a page of a `file:` would share its origin with every other file. */
export const scheme = 'app'
export const pageOrigin = `${scheme}://listferry`
export const pageAddress = `${pageOrigin}/`

/** Whether an address is one of the window's own page. */
export function isOwnPage(address: string): boolean {
  return address === pageOrigin || address.startsWith(pageAddress)
}
