import { describe, expect, it } from 'vitest'
import { unreachable } from '../../../electron/engine/connectors/kit/objects/publicAddress.ts'

describe('an address that Kit is to call', () => {
  it.each(['https://hooks.example.com/a?b=c', 'http://93.184.216.34:8080/', 'https://[2606:4700::1111]/x'])(
    'may be %s',
    (address) => expect(unreachable(address)).toBeNull(),
  )

  it.each([
    'http://localhost/x',
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://10.1.2.3/',
    'http://172.20.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://intranet/',
    'https://printer.local/',
    'https://db.internal./',
  ])('may not be %s, which is on this computer or in a private network', (address) =>
    expect(unreachable(address)).toMatch(/private network/),
  )

  it.each(['hooks.example.com', 'ftp://hooks.example.com', 'https://', ''])(
    'may not be %s, which is no web address',
    (address) => expect(unreachable(address)).toMatch(/not a web address/),
  )
})
