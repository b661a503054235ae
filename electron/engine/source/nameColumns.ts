import type { Column, Problem } from '../../../shared/model.ts'

export interface NamedColumns {
  readonly columns: readonly Column[]
  readonly problems: readonly Problem[]
}

/**
 * Columns from the cells of a header. Every name is unique and never empty, and a header that is already unique
 * keeps its name as written, even when it is called `Name (2)`.
 */
export function nameColumns(headers: readonly string[]): NamedColumns {
  const taken = new Set(headers)
  const seen = new Set<string>()
  const columns: Column[] = []
  const problems: Problem[] = []
  headers.forEach((header, index) => {
    const empty = header.trim() === ''
    const name = empty ? freeName(`Column ${index + 1}`, taken) : uniqueName(header, seen, taken)
    if (empty) problems.push(emptyHeader(index, name))
    else if (name !== header) problems.push(duplicateHeader(index, header, name))
    seen.add(name)
    taken.add(name)
    columns.push({ index, name, header })
  })
  return { columns, problems }
}

/** Columns of a file without a header: `Column 1`, `Column 2`, … */
export function numberColumns(count: number): NamedColumns {
  const columns = Array.from({ length: count }, (_, index) => ({
    index,
    name: `Column ${index + 1}`,
    header: '',
  }))
  return { columns, problems: [] }
}

function uniqueName(header: string, seen: ReadonlySet<string>, taken: ReadonlySet<string>): string {
  if (!seen.has(header)) return header
  return freeName(header, taken)
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  for (let count = 2; ; count++) {
    const name = `${wanted} (${count})`
    if (!taken.has(name)) return name
  }
}

function emptyHeader(column: number, name: string): Problem {
  const message = `Column ${column + 1} has no name in the file. It is called “${name}” here.`
  return { kind: 'empty-header', column, message }
}

function duplicateHeader(column: number, header: string, name: string): Problem {
  const message = `More than one column is called “${header}”. Column ${column + 1} is called “${name}” here.`
  return { kind: 'duplicate-header', column, message }
}
