import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import type { RunView } from '../../../shared/contract/runs.ts'
import { connectionColourOf } from '../../components/connectionColour.ts'

/** Asks before a run is ended for good, and says what stays. */
export function useAskToCancel({ id, connection }: RunView, onConfirm: () => void): () => void {
  return () =>
    modals.openConfirmModal({
      title: `Cancel the rest of run ${id}?`,
      children: (
        <Text>
          What was written to {connection} up to now stays written. What is on its way is still awaited. The
          other rows are not sent, and this run cannot be gone on with; they are listed as <i>not sent</i> in
          its result, so that you can send them later.
        </Text>
      ),
      labels: { confirm: 'Cancel the rest', cancel: 'Keep the run' },
      confirmProps: { color: connectionColourOf.red },
      onConfirm,
    })
}
