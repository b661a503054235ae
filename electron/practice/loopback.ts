/** Whether a `Host` header names this machine, with any port or none: a page elsewhere can't pass for it. */
export function isLoopbackHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host ?? '')
}

/** Whether a request comes from no page at all, or from a page of this machine. */
export function isLoopbackOrigin(origin: string | undefined): boolean {
  if (origin === undefined) return true
  return URL.canParse(origin) && isLoopbackHost(new URL(origin).host)
}
