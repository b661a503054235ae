/** Where the services explain themselves: the only addresses that open outside, in the system's browser. */
const helpHosts: ReadonlySet<string> = new Set([
  'kit.com',
  'app.kit.com',
  'help.kit.com',
  'developers.kit.com',
  'www.klaviyo.com',
  'help.klaviyo.com',
  'developers.klaviyo.com',
])

export function isHelpLink(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, port, username } = new URL(address)
  return protocol === 'https:' && port === '' && username === '' && helpHosts.has(hostname)
}
