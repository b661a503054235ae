import { describe, expect, it } from 'vitest'
import { type PickerOption, searchOptions } from '../../renderer/components/searchOptions.ts'

const option = (label: string, group: string, hint?: string): PickerOption => ({
  value: label,
  label,
  group,
  ...(hint !== undefined && { hint }),
})
const labels = ({ groups }: ReturnType<typeof searchOptions>) =>
  groups.map(({ title, options }) => [title, ...options.map(({ label }) => label)])

describe('searching among thousands', () => {
  const options = [
    option('First name', 'Fields'),
    option('Last name', 'Fields'),
    option('Prénom', 'Custom fields', 'text'),
    option('Name of the dog', 'Custom fields', 'text'),
  ]

  it('finds every word, in any letters and accents', () => {
    expect(labels(searchOptions(options, 'prenom'))).toEqual([['Custom fields', 'Prénom']])
    expect(labels(searchOptions(options, 'NAME first'))).toEqual([['Fields', 'First name']])
    expect(labels(searchOptions(options, 'text dog'))).toEqual([['Custom fields', 'Name of the dog']])
  })

  it('keeps what begins with the search when there is no room for all', () => {
    expect(labels(searchOptions(options, 'name', 1))).toEqual([['Custom fields', 'Name of the dog']])
  })

  it('says how many more there are', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => option(`Field ${i}`, 'Fields'))
    const found = searchOptions(many, '')
    expect(found.groups[0]?.options).toHaveLength(60)
    expect(found.more).toBe(4_940)
  })
})
