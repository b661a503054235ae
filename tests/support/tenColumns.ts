import { draw, pick } from './peopleFile.ts'

/** A file of people with ten text columns, about 118 bytes a row. */
export const tenColumns = [
  'Email',
  'First name',
  'Last name',
  'City',
  'Country',
  'Company',
  'Job title',
  'Postal code',
  'Source',
  'Note',
] as const

/** The cells of a row, the same every time. None needs quotes. */
export function tenCells(row: number): string[] {
  const [first, last] = [pick(firstNames, row, 1), pick(lastNames, row, 2)]
  return [
    `${first}.${last}.${row}@example.org`.toLowerCase(),
    first,
    last,
    pick(cities, row, 3),
    pick(countries, row, 4),
    `${pick(lastNames, row, 5)} ${pick(trades, row, 6)}`,
    pick(jobs, row, 7),
    String(draw(row, 8) % 100_000).padStart(5, '0'),
    pick(sources, row, 9),
    `${pick(notes, row, 10)} ${draw(row, 11) % 1000}`,
  ]
}

const firstNames = ['Ada', 'Bea', 'Carlos', 'Dorothea', 'Emil', 'Fatima', 'Gustav', 'Hanna'] as const
const lastNames = ['Okafor', 'Lind', 'Martinez', 'Nakamura', 'Berg', 'Haddad', 'Novak', 'Silva'] as const
const cities = ['Oslo', 'Lagos', 'Rotterdam', 'Porto', 'Krakow', 'Wellington', 'Austin', 'Lyon'] as const
const countries = ['Norway', 'Nigeria', 'Netherlands', 'Portugal', 'Poland', 'New Zealand'] as const
const trades = ['Bakery', 'Books', 'Bicycles', 'Ceramics', 'Consulting'] as const
const jobs = ['Owner', 'Buyer', 'Head of Marketing', 'Accountant', 'Barista'] as const
const sources = ['Webinar', 'Shop checkout', 'Booth Berlin', 'Footer'] as const
const notes = ['met at a fair', 'likes rye', 'wants a call', 'prefers mail'] as const
