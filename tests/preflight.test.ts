import { expect, test } from 'vitest'
import { preflight } from '../electron/preflight.ts'

test('has nothing to say about the Node.js that runs these tests', () => {
  expect(preflight()).toBeNull()
})

test.each(['20.11.1', '22.22.0', '8.0.0'])(
  'names the version it found and the one it needs: %s',
  (version) => {
    expect(preflight(version)).toMatch(
      /^Listferry needs Node\.js 24 or newer; this is [\d.]+\. Install it .*\.$/,
    )
    expect(preflight(version)).toContain(version)
  },
)

test('says so when Node.js was built without SQLite', () => {
  expect(preflight('26.0.0', false)).toContain('built without it')
})
