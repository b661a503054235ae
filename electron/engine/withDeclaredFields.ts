import type { Field } from '../../shared/model.ts'
import type { Account } from './connectors/connector.ts'

/**
 * An account that knows of the fields that the user named, whether it shows them by now or not. Where it does, it has
 * guessed their type from values; what the user said of it counts more.
 */
export function withDeclaredFields(account: Account, declared: () => readonly Field[]): Account {
  return {
    ...account,
    async describe(signal) {
      const schema = await account.describe(signal)
      const known = declared()
      const typeOf = new Map(known.map(({ id, type }) => [id, type]))
      const shown = new Set(schema.fields.map(({ id }) => id))
      return {
        ...schema,
        fields: [
          ...schema.fields.map((field) => ({ ...field, type: typeOf.get(field.id) ?? field.type })),
          ...known.filter(({ id }) => !shown.has(id)),
        ],
      }
    },
  }
}
