import { Anchor, Group, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { OpenedFile } from '../../../shared/contract/sources.ts'
import type { SourceInfo } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { moment } from '../../words.ts'
import { useSync } from '../sync/SyncContext.tsx'
import type { FormatChoices } from '../sync/syncState.ts'

/** Rows of this very file were edited when it was here before: the work is not lost, but taken up only when it is wanted. */
export function EditsNote({
  file,
  choices,
  staged,
}: {
  readonly file: OpenedFile
  readonly choices: FormatChoices
  readonly staged: SourceInfo | null
}) {
  const { engine } = useEngine()
  const { dispatch } = useSync()
  const before = useQuery({
    queryKey: ['sources', 'edited', file.file, choices],
    queryFn: () => engine.sources.edited({ file: file.file, overrides: choices }),
    enabled: staged !== null,
  })
  const found = before.data ?? null
  if (staged === null || found === null) return null
  if (found.id === staged.id)
    return (
      <Note>
        <Text size="sm">With the edits that you made to its rows.</Text>
      </Note>
    )
  return (
    <Note>
      <Text size="sm">You edited rows of this file on {moment(found.stagedAt)}.</Text>
      <Anchor
        component="button"
        type="button"
        size="sm"
        onClick={() => dispatch({ type: 'reading-taken', source: found.id })}
      >
        Take the edits up again
      </Anchor>
    </Note>
  )
}

function Note({ children }: { readonly children: ReactNode }) {
  return (
    <Group gap={8} wrap="nowrap" role="status">
      <IconHistory size={16} aria-hidden style={{ flex: 'none' }} />
      {children}
    </Group>
  )
}
