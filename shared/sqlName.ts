/** Words of SQLite that can't be a name without quotes around it, or read badly as one. */
export const sqlKeywords =
  `abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade case
  cast check collate column commit conflict constraint create cross current current_date current_time
  current_timestamp database default deferrable deferred delete desc detach distinct do drop each else end escape
  except exclude exclusive exists explain fail filter first following for foreign from full generated glob group
  groups having if ignore immediate in index indexed initially inner insert instead intersect into is isnull join key
  last left like limit match materialized natural no not nothing notnull null nulls of offset on or order others outer
  over partition plan pragma preceding primary query raise range recursive references regexp reindex release rename
  replace restrict returning right rollback row rows savepoint select set table temp temporary then ties to
  transaction trigger unbounded union unique update using vacuum values view virtual when where window with without`.split(
    /\s+/,
  )

const keywords = new Set(sqlKeywords)

/** In any letters. Pure. */
export function isSqlKeyword(word: string): boolean {
  return keywords.has(word.toLowerCase())
}

/** A name as it is written in a query: with quotes only where it needs them. Pure. */
export function writeSqlName(name: string): string {
  const isPlain = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !isSqlKeyword(name)
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`
}

/**
 * What a table or a column is called in queries that people call `text`: small letters, digits and `_`. Names that
 * `taken` holds get a number; what is chosen is added to it.
 */
export function sqlNameOf(text: string, taken: Set<string>, fallback: string): string {
  const plain = text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 60)
  const stem = /^\d/.test(plain) ? `_${plain}` : plain || fallback
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? stem : `${stem}_${n}`
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}
