import type { Field } from '../../../shared/model.ts'
import type { Person } from '../store/people.ts'
import { type TableColumn, type TableRow, textColumns } from './table.ts'

/** What is known of everyone already, under a column of its own. */
const knownFields = new Set(['email', 'phone_number'])

export interface PeopleTable {
  readonly columns: readonly TableColumn[]
  readonly cells: (person: Person) => TableRow
}

/** People of several accounts in one table: fields that are called the same share a column. Pure. */
export function peopleTable(
  accounts: ReadonlyMap<string, { readonly name: string; readonly fields: readonly Field[] }>,
): PeopleTable {
  const own = accounts
    .values()
    .flatMap(({ fields }) => fields.filter(({ id }) => !knownFields.has(id)))
    .toArray()
  const labels = [...new Set(own.map(({ label }) => label))]
  return {
    columns: [
      ...textColumns(['Account', 'Email', 'Phone', 'External id', 'State']),
      { label: 'Left', type: 'text' },
      { label: 'Created', type: 'date' },
      { label: 'Audiences', type: 'text' },
      ...labels.map((label) => ({ label, type: sharedType(own.filter((field) => field.label === label)) })),
    ],
    cells({ view, contact }) {
      const account = accounts.get(view.connection)
      const byLabel = new Map(account?.fields.map((field) => [field.label, contact.fields[field.id]]))
      return [
        account?.name ?? null,
        view.email,
        view.phone,
        contact.externalId,
        view.state,
        view.left,
        view.createdAt === null ? null : new Date(view.createdAt).toISOString(),
        view.audiences.map(({ kind, name }) => `${kind}: ${name}`).join('; '),
        ...labels.map((label) => byLabel.get(label) ?? null),
      ]
    },
  }
}

/** Where accounts disagree about a field of the same name, its cells are text. */
function sharedType(fields: readonly Field[]): TableColumn['type'] {
  const [type, ...others] = new Set(fields.map((field) => field.type))
  return type === undefined || others.length > 0 ? 'text' : type
}
