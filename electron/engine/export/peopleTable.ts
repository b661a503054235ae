import type { Field } from '../../../shared/model.ts'
import type { Person } from '../store/people.ts'

/** What is known of everyone already, under a column of its own. */
const knownFields = new Set(['email', 'phone_number'])

export interface PeopleTable {
  readonly header: readonly string[]
  readonly cells: (person: Person) => readonly string[]
}

/** People of several accounts in one table: fields that are called the same share a column. Pure. */
export function peopleTable(
  accounts: ReadonlyMap<string, { readonly name: string; readonly fields: readonly Field[] }>,
): PeopleTable {
  const labels = [
    ...new Set(
      accounts
        .values()
        .flatMap(({ fields }) => fields.filter(({ id }) => !knownFields.has(id)).map(({ label }) => label)),
    ),
  ]
  return {
    header: ['Account', 'Email', 'Phone', 'External id', 'State', 'Left', 'Created', 'Audiences', ...labels],
    cells({ view, contact }) {
      const account = accounts.get(view.connection)
      const byLabel = new Map(account?.fields.map((field) => [field.label, contact.fields[field.id]]))
      return [
        account?.name ?? '',
        view.email ?? '',
        view.phone ?? '',
        contact.externalId ?? '',
        view.state,
        view.left ?? '',
        view.createdAt === null ? '' : new Date(view.createdAt).toISOString(),
        view.audiences.map(({ kind, name }) => `${kind}: ${name}`).join('; '),
        ...labels.map((label) => String(byLabel.get(label) ?? '')),
      ]
    },
  }
}
