import type { ExportedFile } from '../../../shared/contract/exports.ts'
import type { FieldId, FieldValue } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import { csvText } from '../export/csvText.ts'
import { type ObjectQuery, readMatching, typesOf } from './objectsOf.ts'

/** Writes the objects that match as CSV, a column for each field. */
export async function exportObjects(
  parts: EngineParts,
  query: ObjectQuery,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const connection = parts.connections.find(query.connection)
  const { account } = await parts.accounts.open(connection)
  parts.mirrorOf(connection.id).saveSchema(await account.describe(signal))
  const type = typesOf(parts, connection).find(({ id }) => id === query.type)
  const rows: string[][] = []
  const fields = (type?.fields ?? []).filter(({ id }) => !onlyWritten.has(id))
  for await (const { objects } of readMatching(parts, query, null, signal))
    for (const { id, values } of objects)
      rows.push(fields.map((field) => cell(field.id === 'id' ? id : values[field.id])))
  const header = fields.map(({ label }) => label)
  const name = `${(type?.title ?? query.type).toLowerCase()} of ${connection.name}.csv`
  return parts.exports.write(name, csvText(header, [rows]), signal)
}

/** Never read, so their columns would always be empty. */
const onlyWritten: ReadonlySet<FieldId> = new Set(['new_email', 'old_label'] as FieldId[])

function cell(value: FieldValue | undefined): string {
  return value === undefined || value === null ? '' : String(value)
}
