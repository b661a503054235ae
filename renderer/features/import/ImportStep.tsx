import { Button, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { SourcePreviewView } from '../../../shared/contract/sources.ts'
import type { SourceFormat, SourceId, SourceInfo } from '../../../shared/model.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { ObjectsBanner } from '../objects/ObjectsBanner.tsx'
import { StepFrame } from '../sync/StepFrame.tsx'
import { useSync } from '../sync/SyncContext.tsx'
import type { FormatChoices } from '../sync/syncState.ts'
import { AccountSelect } from './AccountSelect.tsx'
import { ChooseFile } from './ChooseFile.tsx'
import { FileView } from './FileView.tsx'

/** Which list, and which account it goes to. */
export function ImportStep() {
  const { source } = useSync().sync
  if (source.is === 'none')
    return (
      <StepFrame scroll title="Choose a list" actions={<AccountSelect />}>
        <ObjectsBanner />
        <ChooseFile cutOff={source.cutOff ?? null} />
      </StepFrame>
    )
  if (source.is === 'staged' && source.file === null) return <ReopenFile source={source.source} />
  const { file, choices } = source
  return file === null ? null : (
    <FileView key={`${file.name} ${file.sizeBytes}`} file={file} choices={choices} />
  )
}

/** The rows are here already; the file is opened again so that it can be read in another way. */
function ReopenFile({ source }: { readonly source: SourceId }) {
  const { engine } = useEngine()
  const { dispatch } = useSync()
  const file = useQuery({
    queryKey: ['sources', 'reopened', source],
    queryFn: async () => {
      const [info, file] = await Promise.all([
        engine.sources.get({ source }),
        engine.sources.reopen({ source }),
      ])
      const detected = await engine.sources.preview({ file: file.file, overrides: {}, rows: 1 })
      return {
        file,
        choices: { ...choicesBetween(detected.format, info.format), ...partsOf(info, detected) },
      }
    },
    gcTime: 0,
  })
  const onOpened = useEffectEvent(() => {
    if (file.data === undefined) return
    dispatch({ type: 'file-reopened', ...file.data })
  })
  useEffect(() => onOpened(), [file.data])
  if (!file.isError) return <Loader size="sm" m="xl" role="img" aria-label="Opening the file" />
  return (
    <StepFrame title="Import" scroll>
      <ErrorNote title="The file of this sync could not be opened again" error={file.error}>
        <Button variant="default" mt="sm" display="block" onClick={() => dispatch({ type: 'file-left' })}>
          Choose a file
        </Button>
      </ErrorNote>
    </StepFrame>
  )
}

/** What the user must have chosen, for a file to be read so. */
function choicesBetween(detected: SourceFormat, format: SourceFormat): FormatChoices {
  const before: Readonly<Record<string, unknown>> = { ...detected }
  return Object.fromEntries(
    Object.entries(format).filter(([key, value]) => key !== 'bom' && before[key] !== value),
  )
}

/** Which of several files were read, where that is not what is read by itself. */
function partsOf({ parts }: SourceInfo, detected: SourcePreviewView): Pick<FormatChoices, 'parts'> {
  const names = parts?.map(({ name }) => name) ?? []
  const byItself = detected.parts.filter(({ taken }) => taken).map(({ name }) => name)
  return names.length === 0 || names.join('\n') === byItself.join('\n') ? {} : { parts: names }
}
