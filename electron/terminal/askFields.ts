import type { KeyFormView } from '../../shared/contract/connections.ts'
import { askSecret } from './askSecret.ts'

/** What a way in asks for: on a terminal one text after the other; piped in, one line for each. */
export async function askFields(
  { fields }: KeyFormView,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {}
  if (process.stdin.isTTY || fields.length === 1) {
    for (const field of fields) values[field.name] = await askSecret(field.label, signal)
    return values
  }
  const labels = fields.map(({ label }) => label).join(', then the ')
  const lines = (await askSecret(labels, signal)).split(/\r?\n/)
  for (const [n, field] of fields.entries()) values[field.name] = lines[n] ?? ''
  return values
}
