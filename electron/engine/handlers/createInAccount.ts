import { AppError } from '../../../shared/errors.ts'
import type { Audience, AudienceKind, Field, ValueType } from '../../../shared/model.ts'
import { connectorFor } from '../connectors/registry.ts'
import { rememberAudience } from '../mirror/rememberAudience.ts'
import type { EngineParts } from '../createEngine.ts'
import type { Connection } from '../store/connections.ts'

export interface WantedAudience {
  readonly kind: AudienceKind
  readonly name: string
  readonly optIn: Audience['optIn']
}

/** Makes a tag or a list, or finds the one of this name; the mirror knows of it at once. */
export async function createAudience(
  parts: EngineParts,
  connection: Connection,
  { kind, name, optIn }: WantedAudience,
  signal: AbortSignal,
): Promise<Audience> {
  const { title, audiences } = connectorFor(connection.service)
  const { account } = await parts.accounts.open(connection)
  const canCreate = audiences.some((one) => one.kind === kind && one.canCreate)
  if (!canCreate || !account.createAudience)
    throw new AppError(
      'invalid-input',
      `Listferry can't make a ${kind} in ${title}. Choose one that is there.`,
    )
  const nobodyAsks = () => () => undefined
  const made = await account.createAudience({ kind, name, optIn }, nobodyAsks, signal)
  rememberAudience(parts.mirrorOf(connection.id), made)
  return made
}

export interface WantedField {
  readonly label: string
  readonly type: ValueType
}

/** Makes a field, or notes one that comes into being with its first value. One that is there already is found. */
export async function createField(
  parts: EngineParts,
  connection: Connection,
  wanted: WantedField,
  signal: AbortSignal,
): Promise<Field> {
  const connector = connectorFor(connection.service)
  const { account } = await parts.accounts.open(connection)
  const { fields } = await account.describe(signal)
  const same = fields.find((one) => one.label.toLowerCase() === wanted.label.toLowerCase())
  if (same?.custom) return same
  if (same)
    throw new AppError(
      'conflict',
      `${connector.title} has a field “${same.label}” of its own. Map the column to that, or choose another name.`,
    )
  if (!connector.newFieldTypes.includes(wanted.type))
    throw new AppError(
      'invalid-input',
      `A new field in ${connector.title} can hold ${connector.newFieldTypes.join(', ')}, but not ${wanted.type}. Choose one of those.`,
    )
  const made = connector.declareField?.(wanted) ?? (await account.createField?.(wanted, signal))
  if (!made) throw new AppError('invalid-input', `Listferry can't make a field in ${connector.title}.`)
  if (connector.declareField) parts.declaredFields.declare(connection.id, made)
  parts.mirrorOf(connection.id).saveSchema(await account.describe(signal))
  return made
}
