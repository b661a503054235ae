import { Button, type ButtonVariant } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconLifebuoy } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { useEngine } from '../../EngineContext.tsx'

/** Starts the practice accounts on this computer and connects to them. */
export function PracticeButton({
  variant,
  label = 'Try it with practice accounts',
  onReady,
}: {
  readonly variant: ButtonVariant
  readonly label?: string
  readonly onReady?: (connections: readonly ConnectionView[]) => void
}) {
  const { engine } = useEngine()
  const practice = useMutation({
    mutationFn: () => engine.connections.practice({}),
    onSuccess: (connections) => {
      if (onReady !== undefined) {
        onReady(connections)
        return
      }
      notifications.show({
        title: 'Practice accounts are ready',
        message: 'A Kit and a Klaviyo on this computer, with people who do not exist. Do whatever you like.',
      })
    },
    onError: (error) =>
      notifications.show({
        color: 'red',
        title: 'The practice accounts did not start',
        message: error.message,
        autoClose: false,
      }),
  })
  return (
    <Button
      variant={variant}
      leftSection={<IconLifebuoy size={16} />}
      loading={practice.isPending}
      onClick={() => practice.mutate()}
    >
      {label}
    </Button>
  )
}
