import type { Table, TableColumn } from './table.ts'

/** One JSON object in each line, with every column: for programs. What has no value is null. */
export async function* jsonLines({ columns, pages }: Table): AsyncGenerator<string> {
  const keys = keysOf(columns)
  for await (const page of pages) {
    const lines = page.map(
      (row) => `${JSON.stringify(Object.fromEntries(keys.map((key, n) => [key, row[n] ?? null])))}\n`,
    )
    if (lines.length > 0) yield lines.join('')
  }
}

/** Columns of the same name would overwrite each other. */
function keysOf(columns: readonly TableColumn[]): readonly string[] {
  const taken = new Set<string>()
  return columns.map(({ key, label }) => {
    const name = key ?? label
    let free = name
    for (let n = 2; taken.has(free); n += 1) free = `${name} ${n}`
    taken.add(free)
    return free
  })
}
