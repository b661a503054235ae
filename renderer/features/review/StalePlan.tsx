import { Alert, Anchor, Button, Group, Text } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { RunView } from '../../../shared/contract/runs.ts'
import { moment } from '../../words.ts'
import { isStale } from './planSums.ts'
import { usePlanAgain } from './usePlanAgain.ts'

/** A plan that was run, or that is older than the account may be: said so, with the way on. */
export function StalePlan({
  summary,
  ranAs,
}: {
  readonly summary: PlanSummary
  readonly ranAs: RunView | null
}) {
  const again = usePlanAgain(summary)
  if (ranAs === null && summary.edited !== true && !isStale(summary, Date.now())) return null
  return (
    <Alert
      p="sm"
      icon={<IconClock color="var(--lf-held)" />}
      styles={{ root: { background: 'var(--lf-held-tint)', flex: 'none' } }}
    >
      <Group justify="space-between" wrap="nowrap">
        <Text>
          {ranAs === null && summary.edited === true ? (
            'Rows of the file were edited after this plan was made, so it can’t be sent as it is.'
          ) : ranAs === null ? (
            `This plan is of ${moment(summary.createdAt)}. The account may have changed since.`
          ) : (
            <>
              This plan was run on {moment(ranAs.startedAt)}.{' '}
              <Anchor component={Link} href={`/sync/run/${ranAs.id}`}>
                Open run {ranAs.id}
              </Anchor>
            </>
          )}
        </Text>
        <Button
          variant="default"
          style={{ flex: 'none' }}
          loading={again.isPending}
          onClick={() => again.mutate()}
        >
          Plan again
        </Button>
      </Group>
    </Alert>
  )
}
