import { expect, test } from 'vitest'
import { createMemoryVault } from '../../../electron/engine/store/vault.ts'

const key = { form: 'key', values: { key: 'kit_1' } }

test('a memory vault keeps, replaces and forgets secrets, and says that it is only memory', async () => {
  const vault = createMemoryVault()
  expect(vault.protection).toBe('memory')
  expect(await vault.get('c1')).toBeNull()
  await vault.set('c1', { form: 'key', values: { key: 'old' } })
  await vault.set('c1', key)
  expect(await vault.get('c1')).toEqual(key)
  expect(await vault.get('c2')).toBeNull()
  await vault.delete('c1')
  await vault.delete('c1')
  expect(await vault.get('c1')).toBeNull()
})

test('two memory vaults share nothing', async () => {
  const vault = createMemoryVault()
  await vault.set('c1', key)
  expect(await createMemoryVault().get('c1')).toBeNull()
})
