import type { ExportFormat } from '../../../shared/exportFormat.ts'
import type { ExportedFile } from '../../../shared/contract/exports.ts'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import type { FieldId } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import type { TableRow } from '../export/table.ts'
import { tableFile, tableFileName } from '../export/tableFile.ts'
import { type ObjectQuery, readMatching, typesOf } from './objectsOf.ts'

/** Writes the objects that match into a file, a column for each field, page by page as the service lists them. */
export async function exportObjects(
  parts: EngineParts,
  query: ObjectQuery,
  format: ExportFormat,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const connection = parts.connections.find(query.connection)
  const { account } = await parts.accounts.open(connection)
  parts.mirrorOf(connection.id).saveSchema(await account.describe(signal))
  const type = typesOf(parts, connection).find(({ id }) => id === query.type)
  const fields = (type?.fields ?? []).filter(({ id }) => !onlyWritten.has(id))
  const columns = fields.map((field) => ({ label: field.label, key: keyOf(field), type: field.type }))
  const file = tableFile({ columns, pages: pagesOf(parts, query, fields, signal) }, format)
  const name = `${(type?.title ?? query.type).toLowerCase()} of ${connection.name}`
  return parts.exports.write(tableFileName(name, format), file, signal)
}

async function* pagesOf(
  parts: EngineParts,
  query: ObjectQuery,
  fields: ObjectTypeView['fields'],
  signal: AbortSignal,
): AsyncGenerator<readonly TableRow[]> {
  for await (const { objects } of readMatching(parts, query, null, signal))
    yield objects.map(({ id, values }) =>
      fields.map((field) => (field.id === 'id' ? id : (values[field.id] ?? null))),
    )
}

/** Never read, so their columns would always be empty. */
const onlyWritten: ReadonlySet<FieldId> = new Set(['new_email', 'old_label', 'old_name'] as FieldId[])

/** For programs: as the service calls it. */
function keyOf({ custom, key, id }: ObjectTypeView['fields'][number]): string {
  return custom ? key : id
}
