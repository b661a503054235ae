/** How full a bulk import is. */
export interface ImportSize {
  readonly profiles: number
  readonly bytes: number
}

/** Klaviyo's limits of one request; 5 MB read as the smaller of the two meanings, in UTF-8. */
const mostProfiles = 10_000
const mostBytes = 5_000_000

/** What the profiles of one request may have together: the rest is for what is around them, twenty lists at most. */
export const mostProfileBytes = mostBytes - 2_000

/** People that one request may put on a list, or take off. */
export const mostMembers = 1_000

/** What the request holds around its people, with these lists. Pure. */
export function emptyImport(lists: readonly string[]): ImportSize {
  return { profiles: 0, bytes: Buffer.byteLength(importBody([], lists)) }
}

/** The size with one more profile of so many bytes, `null` when there is no room for it. Pure. */
export function withProfile(size: ImportSize, bytes: number): ImportSize | null {
  const next = { profiles: size.profiles + 1, bytes: size.bytes + bytes + 1 }
  return next.profiles > mostProfiles || next.bytes > mostBytes ? null : next
}

/** The body of a bulk import of these profiles, each already JSON, who all go on these lists. */
export function importBody(profiles: readonly string[], lists: readonly string[]): string {
  const onLists = JSON.stringify({ lists: { data: lists.map((id) => ({ type: 'list', id })) } })
  const relationships = lists.length === 0 ? '' : `,"relationships":${onLists}`
  return `{"data":{"type":"profile-bulk-import-job","attributes":{"profiles":{"data":[${profiles.join(',')}]}}${relationships}}}`
}

/** Splits rows that go on the same lists into as few imports as possible, in order. Pure. */
export function importBatches<R extends { readonly bytes: number }>(
  rows: readonly R[],
  lists: readonly string[],
): readonly (readonly R[])[] {
  const batches: R[][] = []
  let size: ImportSize | null = null
  for (const row of rows) {
    const grown: ImportSize | null = size && withProfile(size, row.bytes)
    size = grown ?? withProfile(emptyImport(lists), row.bytes)
    const batch = batches.at(-1)
    if (grown !== null && batch !== undefined) batch.push(row)
    else batches.push([row])
  }
  return batches
}

/** Splits people into groups that one membership request takes. Pure. */
export function memberBatches<T>(members: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(members.length / mostMembers) }, (_, n) =>
    members.slice(n * mostMembers, (n + 1) * mostMembers),
  )
}
