import type { BodyRead } from './readBodyJson.ts'
import { isJsonObject } from './json.ts'
import type { KlaviyoState } from './state.ts'

/** A request as it came in, read but not judged. */
export interface Call {
  readonly method: string
  readonly url: URL
  readonly header: (name: string) => string | undefined
  readonly body: BodyRead
}

/** The people a write is about, as far as they exist: those its path, its body or the rows of its body name. */
export function peopleIn(
  { body }: Call,
  params: Readonly<Record<string, string>>,
  state: KlaviyoState,
): readonly string[] {
  const found = new Set<string>()
  const look = (value: unknown) => {
    for (const id of idsIn(value, state)) found.add(id)
  }
  if (params.id !== undefined) look({ id: params.id })
  const data = 'json' in body && isJsonObject(body.json) ? body.json.data : undefined
  for (const item of Array.isArray(data) ? (data as readonly unknown[]) : [data]) look(item)
  const attributes = isJsonObject(data) ? data.attributes : undefined
  if (isJsonObject(attributes)) for (const row of rowsOf(attributes.profiles)) look(row)
  return [...found]
}

function rowsOf(profiles: unknown): readonly unknown[] {
  return isJsonObject(profiles) && Array.isArray(profiles.data) ? (profiles.data as readonly unknown[]) : []
}

function idsIn(row: unknown, { profiles }: KlaviyoState): readonly string[] {
  if (!isJsonObject(row)) return []
  const { email, phone_number: phone } = isJsonObject(row.attributes) ? row.attributes : {}
  const found = [
    typeof row.id === 'string' ? profiles.get(row.id) : undefined,
    typeof email === 'string' ? profiles.byEmail(email) : undefined,
    typeof phone === 'string' ? profiles.byPhone(phone) : undefined,
  ]
  return found.flatMap((profile) => (profile === undefined ? [] : [profile.id]))
}
