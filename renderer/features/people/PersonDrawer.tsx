import { Drawer, Skeleton, Stack } from '@mantine/core'
import type { MirrorView } from '../../../shared/contract/people.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { PersonHistory } from './PersonHistory.tsx'
import { UnsubscribePerson } from './UnsubscribePerson.tsx'
import { PersonSideBySide } from './PersonSideBySide.tsx'
import type { PersonRef } from './personRef.ts'
import { usePerson } from './usePerson.ts'

interface PersonDrawerProps {
  /** `null`: closed. */
  readonly person: PersonRef | null
  readonly mirrors: readonly MirrorView[]
  readonly onClose: () => void
}

/** All that is known of somebody: at this account, and beside it at the others that have their address. */
export function PersonDrawer({ person, mirrors, onClose }: PersonDrawerProps) {
  const { details, error, isReading } = usePerson(person)
  const [first] = details
  return (
    <Drawer
      opened={person !== null}
      onClose={onClose}
      position="right"
      size={details.length > 1 ? 760 : 520}
      title={
        first === undefined ? 'Person' : (first.email ?? first.phone ?? first.name ?? `id ${first.remoteId}`)
      }
      styles={{ title: { overflowWrap: 'anywhere', fontWeight: 620 } }}
      closeButtonProps={{ 'aria-label': 'Close the person' }}
    >
      {error === null ? null : <ErrorNote title="This person could not be read" error={error} />}
      {first === undefined ? (
        isReading ? (
          <Skeleton height={220} animate={false} aria-label="Reading the person" />
        ) : null
      ) : (
        <Stack gap="lg">
          <PersonSideBySide details={details} mirrors={mirrors} />
          <UnsubscribePerson details={details} mirrors={mirrors} onBegin={onClose} />
          <PersonHistory details={details} mirrors={mirrors} />
        </Stack>
      )}
    </Drawer>
  )
}
