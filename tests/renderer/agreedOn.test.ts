import { expect, test } from 'vitest'
import { agreedOn } from '../../renderer/features/map/agreedOn.ts'

test('a day on which people agreed is never a time to come', () => {
  const morning = Date.parse('2026-11-27T09:00:00Z')
  expect(agreedOn('2026-11-26', morning)).toBe('2026-11-26T12:00:00Z')
  expect(agreedOn('2026-11-27', morning)).toBe('2026-11-27T00:00:00Z')
})
