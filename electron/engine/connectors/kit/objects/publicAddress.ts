import { BlockList, isIP } from 'node:net'

/** IPv4 addresses written as IPv6 are checked as what they are. Networks that are nobody's on the internet (RFC 1918, 4193, 6598 and their like). */
const closed = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  closed.addSubnet(network, bits, 'ipv6')

/**
 * Why nobody on the internet can call this address, or `null` where it may be reached: Kit refuses private, internal
 * and loopback ones for its newer webhooks. A name that only leads to such an address is for Kit to find out. Pure.
 */
export function unreachable(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return `“${address}” is not a web address. It must start with https:// or http://.`
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const kind = isIP(host)
  const isClosed = kind === 0 ? isInternalName(host) : closed.check(host, kind === 4 ? 'ipv4' : 'ipv6')
  return isClosed
    ? `“${address}” is on this computer or in a private network, where Kit can't reach it. Give an address on the internet.`
    : null
}

function isInternalName(host: string): boolean {
  return !host.includes('.') || /\.(localhost|local|internal|lan|home|home\.arpa|test|invalid)$/i.test(host)
}
