import type { ValueSettings } from '../model.ts'
import { isBlank } from '../values/trimInvisible.ts'
import { countryCodeOf } from './countryNames.ts'

const mostRemembered = 1000

/**
 * The settings with the country that a row's own cell names, in seven languages or as a code. A blank cell leaves the
 * default; a country that nobody knows is none at all: a number of an unknown country is better not sent than sent wrong.
 */
export function settingsByCountry(
  column: number,
  settings: ValueSettings,
): (cells: readonly (string | undefined)[]) => ValueSettings {
  const known = new Map<string, ValueSettings>()
  return (cells) => {
    const cell = cells[column] ?? ''
    const before = known.get(cell)
    if (before !== undefined) return before
    const made = isBlank(cell) ? settings : { ...settings, defaultCountry: countryCodeOf(cell) }
    if (known.size < mostRemembered) known.set(cell, made)
    return made
  }
}
