import { namedPeople } from '../../electron/practice/kit/namedPeople.ts'
import type { RowOutcome } from '../../shared/model.ts'
import type { ArrangedPerson } from './faultyAccount.ts'

/** A row of the file, and what must become of it when nobody else touches the account. */
export interface FileRow {
  readonly email: string
  readonly firstName: string
  readonly city: string
  readonly leftBy: 'nothing' | 'column'
  readonly fate: Fate
}

/** `goes`: is in the account as the file says in the end, in every audience, and the receipt says so. */
export type Fate = 'goes' | Extract<RowOutcome, 'unchanged' | 'held-back' | 'invalid' | 'duplicate'>

/** How many of each; twelve people who are new, and so on. */
const counts = { new: 12, changed: 6, joining: 4, members: 3, unchanged: 2 } as const
type Group = keyof typeof counts

export const emailOf = (group: Group, n: number): string => `${group}${n}@faults.example`
const cityBefore = 'Bergen'
const cityInFile = 'Oslo'

/** Everyone of a group. */
export function emailsOf(group: Group): readonly string[] {
  return Array.from({ length: counts[group] }, (_, n) => emailOf(group, n))
}

const leftInAccount = [
  namedPeople.leftEarly,
  namedPeople.leftLater,
  namedPeople.bounced,
  namedPeople.complained,
].map(({ emailAddress }) => emailAddress)
const leftByColumn = { new: 'gone.new@faults.example', known: 'gone.known@faults.example' }
const withoutCity = 'blank.cell@faults.example'

/** Who is in the account before the file comes. The people who left are there from its seed. */
export function peopleBefore(audiences: readonly string[]): readonly ArrangedPerson[] {
  const of = (group: Group, city: string, names: readonly string[]) =>
    emailsOf(group).map((email, n) => ({ email, firstName: `${group} ${n}`, city, audiences: names }))
  return [
    ...of('changed', cityBefore, []),
    ...of('joining', cityInFile, []),
    ...of('members', cityBefore, audiences),
    ...of('unchanged', cityInFile, audiences),
    { email: withoutCity, firstName: 'Blank', city: cityBefore, audiences },
    { email: leftByColumn.known, firstName: 'Gone', city: cityBefore },
  ]
}

const row = (email: string, firstName: string, fate: Fate, city = cityInFile): FileRow => ({
  email,
  firstName,
  city,
  leftBy: 'nothing',
  fate,
})

const everyoneOf = (group: Group, fate: Fate): readonly FileRow[] =>
  emailsOf(group).map((email, n) => row(email, `${group} ${n}`, fate))

/** The rows, in order; the number of the first is 1. */
export const fileRows: readonly FileRow[] = [
  row(emailOf('new', 1).toUpperCase(), 'Overwritten', 'duplicate', 'Nowhere'),
  ...everyoneOf('joining', 'goes'),
  ...everyoneOf('new', 'goes'),
  row('nobody-at-all', 'Nobody', 'invalid'),
  ...leftInAccount.map((email) => row(email, 'Left', 'held-back')),
  row(emailOf('changed', 1), 'Overwritten', 'duplicate', 'Nowhere'),
  ...everyoneOf('changed', 'goes'),
  row(namedPeople.unconfirmed.emailAddress, 'Ola', 'goes'),
  ...everyoneOf('members', 'goes'),
  { ...row(leftByColumn.new, 'Gone', 'held-back'), leftBy: 'column' },
  { ...row(leftByColumn.known, 'Gone', 'held-back'), leftBy: 'column' },
  row('', 'No address', 'invalid'),
  ...everyoneOf('unchanged', 'unchanged'),
  row(withoutCity, 'Blank', 'unchanged', ''),
]

export const peopleCsv: string = [
  'Email,First name,City,Unsubscribed',
  ...fileRows.map(({ email, firstName, city, leftBy }) =>
    [email, firstName, city, leftBy === 'column' ? 'yes' : ''].join(','),
  ),
].join('\n')
