import { describe, expect, it } from 'vitest'
import { suggestMapping } from '../../../shared/mapping/suggestMapping.ts'
import type { Field, FieldId } from '../../../shared/model.ts'

const fields: Field[] = [
  { id: 'email' as FieldId, key: 'email', label: 'Email', type: 'email', custom: false },
  { id: 'first_name' as FieldId, key: 'first_name', label: 'First name', type: 'text', custom: false },
]

function leftWhen(header: string, samples: readonly string[]): string | undefined {
  const emails = {
    column: { index: 0, name: 'Email', header: 'Email' },
    samples: ['a@example.org', 'b@example.org'],
  }
  const asked = { column: { index: 1, name: header, header }, samples }
  const { target } = suggestMapping({ columns: [emails, asked], fields }).columns[1] ?? {}
  return target && 'left' in target ? target.left.leftWhen : undefined
}

describe('a column about people who left', () => {
  it.each([
    ['Newsletter abbestellt', ['nein', 'ja']],
    ['Newsletter-Abmeldung erfolgt', ['nein', 'ja']],
    ['Marketing emails: opted out', ['no', 'yes']],
    ['Newsletter unsubscribed?', ['no', 'yes']],
    ['Kein Newsletter mehr', ['nein', 'ja']],
    ['Werbung abgelehnt', ['nein', 'ja']],
    ['Newsletter désabonné', ['non', 'oui']],
    ['Boletín dado de baja', ['no', 'sí']],
    ['Newsletter disiscritto', ['no', 'sì']],
    ['Newsletter cancelada', ['não', 'sim']],
    ['Nieuwsbrief afgemeld', ['nee', 'ja']],
    ['Does not want newsletter', ['no', 'yes']],
  ])('%s: whoever has a yes left, although it speaks of a newsletter', (header, samples) => {
    expect(leftWhen(header, samples)).toBe('yes')
  })

  it.each([
    ['Newsletter', ['nein', 'ja']],
    ['Newsletter (ja/nein)', ['nein', 'ja']],
    ['Newsletter yes/no', ['no', 'yes']],
    ['Wants our newsletter', ['no', 'yes']],
    ['Newsletter nicht abbestellt', ['nein', 'ja']],
    ['Still subscribed, not unsubscribed', ['no', 'yes']],
  ])('%s: whoever has a no is held back', (header, samples) => {
    expect(leftWhen(header, samples)).toBe('no')
  })
})
