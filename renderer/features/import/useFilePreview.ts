import { useQuery } from '@tanstack/react-query'
import type { OpenedFile, SourcePreviewView } from '../../../shared/contract/sources.ts'
import { useEngine } from '../../EngineContext.tsx'
import type { FormatChoices } from '../sync/syncState.ts'

/** Enough to fill the largest window. */
const previewRows = 100

/** The first rows as the run will read them. Those of the last format stay in sight until the new ones are there. */
export function useFilePreview(file: OpenedFile | null, choices: FormatChoices) {
  const { engine } = useEngine()
  return useQuery({
    queryKey: ['preview', sameFile(file), file?.file, choices],
    queryFn: () => engine.sources.preview({ file: file?.file ?? '', overrides: choices, rows: previewRows }),
    enabled: file !== null,
    gcTime: 60_000,
    placeholderData: (before: SourcePreviewView | undefined, query) =>
      query?.queryKey[1] === sameFile(file) ? before : undefined,
  })
}

/** The same for a file and for its beginning, which is shown until all of it is there. */
function sameFile(file: OpenedFile | null): string | undefined {
  return file === null ? undefined : `${file.name} ${file.sizeBytes}`
}

/** Lines above the header, which are no rows. */
export function useSkippedLines(
  file: OpenedFile,
  choices: FormatChoices,
  preview: SourcePreviewView | undefined,
) {
  const { engine } = useEngine()
  const header = preview?.format.headerRecord ?? null
  return useQuery({
    queryKey: ['preview', sameFile(file), file.file, choices, 'skipped', header],
    queryFn: async () => {
      const overrides = { ...choices, headerRecord: null }
      const { rows } = await engine.sources.preview({ file: file.file, overrides, rows: header ?? 1 })
      const at = rows.findIndex((cells) => isHeader(cells, preview))
      return at === -1 ? [] : rows.slice(0, at)
    },
    enabled: header !== null && header > 1,
    gcTime: 60_000,
  })
}

function isHeader(cells: readonly string[], preview: SourcePreviewView | undefined): boolean {
  return preview?.columns.every(({ header }, index) => header === (cells[index] ?? '')) === true
}
