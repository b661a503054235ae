import { Alert, Anchor, Stack, Text } from '@mantine/core'
import { IconHistory, IconTable } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useSync } from '../../sync/SyncContext.tsx'
import { useMap } from '../MapContext.tsx'
import { useStartAgain } from './useStartAgain.ts'

/** What is known of the file as a whole: whose export it is, and that one like it was mapped before. */
export function ShapeNotes() {
  const { suggestion, source, object } = useMap()
  const { sync } = useSync()
  const again = useStartAgain()
  if (suggestion === undefined || object !== null || !sync.suggests) return null
  const { known, remembered, refusedProgram } = suggestion
  const isFromBefore = remembered !== null && remembered.usedAt < source.stagedAt
  if (known === null && refusedProgram === null && !isFromBefore) return null
  return (
    <Stack gap="xs" mb="sm">
      {known === null ? null : (
        <Note
          icon={<IconTable size={18} />}
          title={`This looks like an export of ${known.title}`}
          act={{ words: `It is not from ${known.title}`, onAct: () => again.takeForExport(false) }}
          isBusy={again.isPending}
        >
          {leaverWords(known.leavers, known.title)} {known.warning}
        </Note>
      )}
      {refusedProgram === null ? null : (
        <Text size="xs" c="dimmed">
          You said that files like this are no exports of {refusedProgram}.{' '}
          <Anchor component="button" type="button" size="xs" onClick={() => again.takeForExport(true)}>
            They are
          </Anchor>
        </Text>
      )}
      {isFromBefore ? (
        <Note
          icon={<IconHistory size={18} />}
          title="Mapped as the last file with these columns"
          act={{ words: 'Start from suggestions instead', onAct: again.forget }}
          isBusy={again.isPending}
        >
          This is remembered on this computer only.
        </Note>
      ) : null}
      {again.error === null ? null : (
        <Text size="sm" c="var(--lf-rejected)">
          {again.error.message}
        </Text>
      )}
    </Stack>
  )
}

function leaverWords(leavers: readonly string[], title: string): string {
  if (leavers.length === 0) return `Its columns are mapped as ${title} means them.`
  const names = leavers.map((name) => `“${name}”`)
  const last = names.at(-1) ?? ''
  const all = names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
  return `Its columns are mapped as ${title} means them. Who left or didn’t agree is held back by ${all}.`
}

function Note({
  icon,
  title,
  act,
  isBusy,
  children,
}: {
  readonly icon: ReactNode
  readonly title: string
  readonly act: { readonly words: string; readonly onAct: () => void }
  readonly isBusy: boolean
  readonly children: ReactNode
}) {
  return (
    <Alert p="xs" color="gray" icon={icon} title={title}>
      <Text size="sm">
        {children}{' '}
        <Anchor component="button" type="button" size="sm" disabled={isBusy} onClick={act.onAct}>
          {act.words}
        </Anchor>
      </Text>
    </Alert>
  )
}
