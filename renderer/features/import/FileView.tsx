import { Anchor, Button, Group, Loader, Stack, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import type { OpenedFile } from '../../../shared/contract/sources.ts'
import { AppError } from '../../../shared/errors.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { useStable } from '../../useStable.ts'
import { counted } from '../../words.ts'
import { ObjectsBanner } from '../objects/ObjectsBanner.tsx'
import { StepFrame } from '../sync/StepFrame.tsx'
import { useSync } from '../sync/SyncContext.tsx'
import { pathOf } from '../sync/syncPlace.ts'
import type { FormatChoices } from '../sync/syncState.ts'
import { useSource } from '../sync/useSource.ts'
import { AccountSelect } from './AccountSelect.tsx'
import { EditsNote } from './EditsNote.tsx'
import { findHeaderRecord } from './findHeaderRecord.ts'
import { FormatControls } from './FormatControls.tsx'
import { PartsNote } from './PartsNote.tsx'
import { ProblemsNote } from './ProblemsNote.tsx'
import { SkippedLines } from './SkippedLines.tsx'
import type { SourceRow } from './sourceColumns.tsx'
import { SourceGrid } from './SourceGrid.tsx'
import { useStaging } from './StagingProvider.tsx'
import { StagingStatus } from './StagingStatus.tsx'
import { useFilePreview, useSkippedLines } from './useFilePreview.ts'

/** A file that was chosen: how it is read, and its rows. */
export function FileView({ file, choices }: { readonly file: OpenedFile; readonly choices: FormatChoices }) {
  const { engine } = useEngine()
  const { sync, dispatch } = useSync()
  const [, navigate] = useLocation()
  const staging = useStaging()
  const staged = useSource(sync.source.is === 'staged' ? sync.source.source : null).data ?? null
  const preview = useFilePreview(file, choices)
  const skipped = useSkippedLines(file, choices, preview.data)
  const problems = useProblems(staged?.id ?? null)
  const choose = (next: FormatChoices) => dispatch({ type: 'format-chosen', choices: next })
  const chooseHeader = async (cells: readonly string[], from: number): Promise<void> => {
    const headerRecord = await findHeaderRecord(engine.sources, file, choices, { cells, from })
    choose({ ...choices, headerRecord })
  }
  const header = preview.data?.format.headerRecord ?? 0
  const onHeader = useStable(({ row, cells }: SourceRow) => void chooseHeader(cells, header + row))
  const isChosen = Object.keys(choices).length > 0
  // Once more would be no use: it is the file that is so.
  const refused =
    preview.error ?? (staging.is === 'failed' && isRefused(staging.error) ? staging.error : null)

  return (
    <StepFrame
      title={file.name}
      words={
        <Group gap="md">
          <Anchor component="button" type="button" onClick={() => dispatch({ type: 'file-left' })}>
            Choose another file
          </Anchor>
          {isChosen ? (
            <Anchor component="button" type="button" onClick={() => choose({})}>
              Read it as detected
            </Anchor>
          ) : null}
        </Group>
      }
      actions={<AccountSelect />}
      footer={
        <>
          <StagingStatus staging={staging} staged={staged} sizeBytes={file.sizeBytes} />
          <Group gap="md" wrap="nowrap">
            {staged !== null && sync.connection === null ? (
              <Text c="dimmed">Choose the account, at the top right.</Text>
            ) : null}
            <Button
              style={{ flex: 'none' }}
              rightSection={<IconArrowRight size={16} />}
              disabled={staged === null || sync.connection === null}
              onClick={() => navigate(pathOf({ step: 'map' }))}
            >
              {staged === null ? 'Map the columns' : `Map ${counted(staged.columns.length, 'column')}`}
            </Button>
          </Group>
        </>
      }
    >
      <ObjectsBanner />
      {refused !== null ? (
        <ErrorNote title="This file can’t be read as a list" error={refused} />
      ) : staging.is === 'failed' ? (
        <ErrorNote title="The file could not be read to its end" error={staging.error}>
          <Button variant="default" mt="sm" display="block" onClick={staging.again}>
            Try again
          </Button>
        </ErrorNote>
      ) : null}
      {preview.data === undefined ? (
        preview.isPending ? (
          <Loader size="sm" role="img" aria-label="Opening the file" />
        ) : null
      ) : (
        <Stack gap="sm" style={{ flex: 1, minHeight: 0 }}>
          <FormatControls preview={preview.data} choices={choices} onChoice={choose} />
          <PartsNote parts={preview.data.parts} choices={choices} onChoice={choose} />
          <SkippedLines
            lines={header > 1 ? (skipped.data ?? []) : []}
            onHeader={(cells) => void chooseHeader(cells, 1)}
          />
          <EditsNote file={file} choices={choices} staged={staged} />
          <ProblemsNote problems={problems ?? preview.data.problems} staged={staged} />
          <SourceGrid
            name={file.name}
            preview={preview.data}
            staged={staged}
            problems={problems ?? preview.data.problems}
            onHeader={onHeader}
          />
        </Stack>
      )}
    </StepFrame>
  )
}

function isRefused(error: Error): boolean {
  return error instanceof AppError && error.code === 'invalid-input'
}

function useProblems(source: string | null) {
  const { engine } = useEngine()
  const problems = useQuery({
    queryKey: ['sources', 'problems', source],
    queryFn: () => engine.sources.problems({ source: source ?? '', offset: 0, limit: 500 }),
    enabled: source !== null,
  })
  return source === null ? undefined : problems.data
}
