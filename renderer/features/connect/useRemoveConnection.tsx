import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { useEngine } from '../../EngineContext.tsx'

/** Asks, says what goes with it, and removes the account from this computer. */
export function useRemoveConnection({ id, name, serviceTitle }: ConnectionView): () => void {
  const { engine } = useEngine()
  const remove = () => {
    engine.connections.remove({ connection: id }).then(
      ({ warning }) =>
        notifications.show({
          message: `${name} was removed from this computer.${warning === null ? '' : ` ${warning}`}`,
          autoClose: warning === null ? 4000 : false,
        }),
      (error: unknown) =>
        notifications.show({
          color: 'red',
          title: `${name} was not removed`,
          message: error instanceof Error ? error.message : String(error),
          autoClose: false,
        }),
    )
  }
  return () =>
    modals.openConfirmModal({
      title: `Remove ${name}?`,
      children: (
        <Text>
          Its key, its copy of the people in it, and its runs with their receipts are deleted from this
          computer. Nothing changes at {serviceTitle}.
        </Text>
      ),
      labels: { confirm: `Remove ${name}`, cancel: 'Keep it' },
      confirmProps: { color: 'red' },
      onConfirm: remove,
    })
}
