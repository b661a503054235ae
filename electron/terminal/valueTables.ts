import type { EngineClient } from '../../shared/contract/contract.ts'
import { AppError } from '../../shared/errors.ts'
import type { FieldRule, Mapping, SourceId } from '../../shared/model.ts'
import { cutAtLast, fieldOf, type Lookup } from './mappingLookup.ts'

/**
 * Adds the tables that values usually become, by their names: `Country=country-codes`. They are made from all values
 * of the file, so this asks the engine.
 * @throws AppError `invalid-input` for a table that these values don't make, naming those that they do
 */
export async function withValueTables(
  client: Pick<EngineClient, 'sources'>,
  { source, mapping, lookup }: { source: SourceId; mapping: Mapping; lookup: Lookup },
  wanted: readonly string[],
  signal: AbortSignal,
): Promise<Mapping> {
  let fields = mapping.fields
  for (const text of wanted) {
    const [name, id] = cutAtLast(text)
    const field = fieldOf(lookup, name)
    const rule = fields.find((one) => one.field === field.id)
    if (rule === undefined)
      throw new AppError(
        'invalid-input',
        `--values-as "${text}" has no effect, because no column fills ${field.label}. Choose one: --map "Column=${field.label}".`,
      )
    const made = await withTable(client, source, rule, { id: id ?? '', text }, signal)
    fields = fields.map((one) => (one === rule ? made : one))
  }
  return { ...mapping, fields }
}

async function withTable(
  { sources }: Pick<EngineClient, 'sources'>,
  source: SourceId,
  rule: FieldRule,
  { id, text }: { readonly id: string; readonly text: string },
  signal: AbortSignal,
): Promise<FieldRule> {
  const wanted = { source, from: rule.from, transforms: [...rule.transforms] }
  const { suggestions } = await sources.distinctValues(wanted, signal)
  const found = suggestions.find((one) => one.id === id)
  if (found !== undefined)
    return {
      ...rule,
      transforms: [...rule.transforms, { step: 'values', values: found.pairs, others: 'leave' }],
    }
  const known = suggestions.map((one) => one.id).join(', ')
  throw new AppError(
    'invalid-input',
    known === ''
      ? `--values-as "${text}": these values are of no kind that is known. Say what they become with --value.`
      : `--values-as "${text}": these values can become ${known}.`,
  )
}
