import { AppError } from '../../../shared/errors.ts'
import type { Column } from '../../../shared/model.ts'
import { detectFile, type DetectedFile } from './detectFile.ts'
import type { FormatOverrides } from './detectFormat.ts'
import { differenceWords, isSame, matchColumns } from './matchColumns.ts'
import { columnsOf, type ReadablePart } from './parseParts.ts'
import { findFiles, type PartFile } from './partFiles.ts'
import { pathsIn } from './pathList.ts'
import { leavingColumn, unitedColumns } from './unitedColumns.ts'

/** A file among several, as it is offered to be read or not. */
export interface PartView {
  readonly name: string
  readonly sizeBytes: number
  readonly taken: boolean
  /** Why it is not taken by itself; `null` where it is. */
  readonly why: string | null
  /** Whether it can be read at all. */
  readonly readable: boolean
  /** It is a list of people who left, and a column of it says so. */
  readonly ofWhoLeft: boolean
}

export interface ChosenParts {
  /** At least one. */
  readonly parts: readonly ReadablePart[]
  /** How the first is read. */
  readonly detected: DetectedFile
  /** The columns of all, where they are files of one known export that differ; `null`: those of the first. */
  readonly united: readonly Column[] | null
  /** All files, where there are several or an archive. */
  readonly views: readonly PartView[] | null
}

/**
 * Which files of a source are read, and how. Of several that the user chose all are; of an archive those that look like
 * the largest list in it. Preview and staging both call this, so they can't disagree.
 * @throws AppError for what can't be read.
 */
export async function chooseParts(path: string, overrides: FormatOverrides = {}): Promise<ChosenParts> {
  const { parts, others } = await findFiles(path)
  const first = parts[0]
  if (first && parts.length === 1 && first.kind !== 'packed') {
    const detected = await detectFile(first, overrides)
    return { parts: [{ part: first, format: detected.format }], detected, united: null, views: null }
  }
  const verdicts = await judge(parts, overrides, pathsIn(path).length > 1)
  const taken = verdicts.filter(({ why }) => why === null)
  const [head] = taken
  if (!head) throw new AppError('invalid-input', 'None of these files is chosen. Choose one at least.')
  const detected = await detectFile(head.part, overrides)
  const readable: ReadablePart[] = []
  for (const { part } of taken)
    readable.push({
      part,
      format: part === head.part ? detected.format : (await detectFile(part, overrides)).format,
    })
  const views = [
    ...verdicts.map(({ part, why, ofWhoLeft = false }) => view(part, why, true, ofWhoLeft)),
    ...others.map((other) => view(other, other.why, false, false)),
  ]
  return { parts: readable, detected, united: await unite(readable, overrides), views }
}

function view(
  { name, sizeBytes }: { readonly name: string; readonly sizeBytes: number },
  why: string | null,
  readable: boolean,
  ofWhoLeft: boolean,
): PartView {
  return { name, sizeBytes, taken: why === null, why, readable, ofWhoLeft }
}

interface Verdict {
  readonly part: PartFile
  /** `null`: it is taken. */
  readonly why: string | null
  readonly ofWhoLeft?: boolean
}

async function judge(
  parts: readonly PartFile[],
  overrides: FormatOverrides,
  severalChosen: boolean,
): Promise<readonly Verdict[]> {
  const wanted = overrides.parts
  if (wanted !== undefined) {
    refuseUnknown(parts, wanted)
    return parts.map((part) => ({
      part,
      why: isNamed(part, wanted) ? null : (part.leftOut ?? 'You left it out.'),
    }))
  }
  // What the user put together they want together: other columns are then an error that says so.
  const isChosen = (part: PartFile) => severalChosen && part.kind !== 'packed'
  const candidates = parts.filter((part) => part.leftOut === null || isChosen(part))
  const pool = candidates.length > 0 ? candidates : parts
  const model = severalChosen
    ? pool[0]
    : pool.reduce<PartFile | undefined>((a, b) => (a && a.sizeBytes >= b.sizeBytes ? a : b), undefined)
  if (!model) return []
  const { columns } = await columnsOf(model, overrides)
  const verdicts: Verdict[] = []
  for (const part of parts) {
    if (part === model || isChosen(part)) verdicts.push({ part, why: null })
    else if (part.leftOut !== null) {
      const leaving = await leavingWords(part, overrides)
      verdicts.push({ part, why: leaving ?? part.leftOut, ofWhoLeft: leaving !== null })
    } else verdicts.push({ part, why: await otherShape(part, columns, overrides) })
  }
  return verdicts
}

/** By its whole name, or by its name inside the archive. */
function isNamed({ name }: PartFile, wanted: readonly string[]): boolean {
  return wanted.includes(name) || wanted.includes(name.split(' › ')[1] ?? name)
}

function refuseUnknown(parts: readonly PartFile[], wanted: readonly string[]): void {
  const unknown = wanted.find((name) => !parts.some((part) => isNamed(part, [name])))
  if (unknown === undefined) return
  throw new AppError(
    'not-found',
    `There is no list called “${unknown}” here. There are: ${parts.map(({ name }) => name).join(', ')}.`,
  )
}

async function otherShape(
  part: PartFile,
  columns: readonly Column[],
  overrides: FormatOverrides,
): Promise<string | null> {
  try {
    const match = matchColumns(columns, (await columnsOf(part, overrides)).columns)
    return !isSame(match) ? `It has other columns: it ${differenceWords(match)}.` : null
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

async function unite(
  parts: readonly ReadablePart[],
  overrides: FormatOverrides,
): Promise<readonly Column[] | null> {
  if (parts.length < 2) return null
  const found: (readonly Column[])[] = []
  for (const { part } of parts) {
    found.push((await columnsOf(part, overrides)).columns)
    if (unitedColumns(found) === null) return null
  }
  return unitedColumns(found)
}

/** Of people who left, where a column of their file says so itself. */
async function leavingWords(part: PartFile, overrides: FormatOverrides): Promise<string | null> {
  // Of a file that can't be read no more is known than its name says.
  const found = await columnsOf(part, overrides).catch(() => null)
  const column = found && leavingColumn(found.columns)
  return (
    column &&
    `By its name, these people left. Choose it beside the others, and “${column.name}” holds them back.`
  )
}
