/** One thing that can be picked. */
export interface PickerOption {
  readonly value: string
  readonly label: string
  /** More about it, in quiet letters: its type, or who has it already. */
  readonly hint?: string
  /** Options of a group follow one another. */
  readonly group: string
}

export interface FoundOptions {
  readonly groups: readonly { readonly title: string; readonly options: readonly PickerOption[] }[]
  /** How many more there are than are shown. */
  readonly more: number
}

/** Those whose label or hint holds every word of the search; those that begin with it come first in their group. */
export function searchOptions(options: readonly PickerOption[], search: string, most = 60): FoundOptions {
  const words = fold(search).split(/\s+/).filter(Boolean)
  const found = options.filter(({ label, hint }) => {
    const text = fold(`${label} ${hint ?? ''}`)
    return words.every((word) => text.includes(word))
  })
  const shown = firstOfEach(found, fold(search.trim()), most)
  const titles = [...new Set(options.map(({ group }) => group))]
  const groups = titles
    .map((title) => ({ title, options: shown.filter(({ group }) => group === title) }))
    .filter((group) => group.options.length > 0)
  return { groups, more: found.length - shown.length }
}

function firstOfEach(found: readonly PickerOption[], start: string, most: number): readonly PickerOption[] {
  if (start === '') return found.slice(0, most)
  const begins = found.filter(({ label }) => fold(label).startsWith(start))
  const others = found.filter((option) => !begins.includes(option))
  return [...begins, ...others].slice(0, most)
}

/** Letters without their case and accents. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
