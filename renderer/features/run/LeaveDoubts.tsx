import { Button, Group, Text } from '@mantine/core'
import { IconPlayerTrackNext } from '@tabler/icons-react'
import type { RunId } from '../../../shared/model.ts'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { useRunOrders } from './useRunOrders.ts'

/** The way on, for whoever would rather not wait to learn whether requests got through. */
export function LeaveDoubts({ run, service }: { readonly run: RunId; readonly service: string }) {
  const { leaveDoubts } = useRunOrders(run)
  useSaidErrors('The run could not go on', leaveDoubts.error)
  return (
    <Group gap="sm" wrap="nowrap">
      <Button
        variant="default"
        flex="none"
        leftSection={<IconPlayerTrackNext size={16} />}
        loading={leaveDoubts.isPending}
        disabled={leaveDoubts.isSuccess}
        onClick={() => leaveDoubts.mutate()}
      >
        Go on without waiting
      </Button>
      <Text size="sm" c="dimmed" aria-live="polite">
        {leaveDoubts.isSuccess
          ? `Looking at ${service} once more, then going on.`
          : `${service} is looked at once more; whoever does not show there by then ends as in doubt and is never sent again.`}
      </Text>
    </Group>
  )
}
