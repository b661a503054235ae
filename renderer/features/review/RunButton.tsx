import { Button, Checkbox, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { RunView } from '../../../shared/contract/runs.ts'
import { connectionColourOf } from '../../components/connectionColour.ts'
import { useEngine } from '../../EngineContext.tsx'
import { count, counted, duration } from '../../words.ts'
import { useSync } from '../sync/SyncContext.tsx'
import { pathOf } from '../sync/syncPlace.ts'
import { useAccount } from '../sync/useAccount.ts'
import { ConfirmRun } from './ConfirmRun.tsx'
import { doesWords, whereWords } from './objectPlanWords.ts'
import { changeCount, nothingWords } from './planSums.ts'

/** What would be sent, how long it takes, and the button that sends it, in the account's name and colour. */
export function RunButton({
  summary,
  ranAs,
  isChanging,
}: {
  readonly summary: PlanSummary
  readonly ranAs: RunView | null
  /** Something is being ticked: what the button would send is not what is counted yet. */
  readonly isChanging: boolean
}) {
  const { engine } = useEngine()
  const { dispatch } = useSync()
  const [, navigate] = useLocation()
  const queries = useQueryClient()
  const chosen = useAccount(summary.connection.id)
  const rows = summary.counts.create + summary.counts.update
  const canCanary = rows >= fewestForCanary && summary.object === null
  const [wantsCanary, setWantsCanary] = useState(true)
  const isCanary = canCanary && wantsCanary
  const run = useMutation({
    mutationFn: (confirm: number | undefined) =>
      engine.runs.begin({
        plan: summary.id,
        verify: true,
        canary: isCanary,
        ...(confirm !== undefined && { confirm }),
      }),
    onSuccess: (view) => {
      queries.setQueryData(['runs', 'get', view.id], view)
      // A short run may have ended, and said so, before this answer came: then it is read once more.
      void queries.invalidateQueries({ queryKey: ['runs', 'get', view.id] })
      dispatch({ type: 'begun', run: view.id })
      navigate(pathOf({ step: 'run', run: view.id }))
    },
  })
  const [isAsking, setAsking] = useState(false)
  const total = changeCount(summary)
  const account = `${summary.connection.service} · ${summary.connection.name}`
  const { object, guard, undo } = summary
  const label = undo
    ? `Take back ${counted(total, 'change')} in ${account}`
    : object === null
      ? `Send ${counted(total, 'change')} to ${account}`
      : `${doesWords(summary, object)} ${whereWords(object, account)}`
  const colour = chosen === null ? undefined : connectionColourOf[chosen.account.colour]
  return (
    <>
      {run.isError ? (
        <Text role="alert" c="var(--lf-rejected)">
          {run.error.message}
        </Text>
      ) : (
        <Text className="figures" role="status" size="sm">
          {isChanging
            ? 'Counting anew…'
            : total === 0
              ? `Nothing to send: ${nothingWords(summary)}`
              : sentWords(summary)}
        </Text>
      )}
      {canCanary && ranAs === null ? (
        <Checkbox
          size="xs"
          style={{ flex: 'none' }}
          label="Ten first"
          title="Sends ten rows, reads them back, and goes on by itself only if they are as they were sent"
          checked={wantsCanary}
          onChange={(event) => setWantsCanary(event.currentTarget.checked)}
        />
      ) : null}
      <Button
        style={{ flex: 'none' }}
        {...(total > 0 && ranAs === null && colour !== undefined && { color: colour })}
        disabled={total === 0 || ranAs !== null || summary.edited === true || isChanging}
        loading={run.isPending}
        rightSection={<IconArrowRight size={16} />}
        onClick={() => (guard === null ? run.mutate(undefined) : setAsking(true))}
      >
        {ranAs !== null
          ? 'Sent already'
          : total === 0
            ? 'Nothing to send'
            : `${label}${guard === null ? '' : '…'}`}
      </Button>
      <ConfirmRun
        summary={summary}
        opened={isAsking}
        label={label}
        onConfirm={(count) => run.mutate(count)}
        onClose={() => setAsking(false)}
      />
    </>
  )
}

/** Fewer rows than these are soon looked through. */
const fewestForCanary = 50

function sentWords(summary: PlanSummary): string {
  const { changes, requests, estimatedMs, consent, object, confirmation } = summary
  const time = `${counted(requests, 'request')}, ${timeWords(estimatedMs)} at the account’s limit.`
  if (object !== null) return `${doesWords(summary, object)}. ${time}`
  const parts = [
    changes.creates > 0 &&
      `${count(changes.creates)} new${confirmation === true ? ' (asked to confirm)' : ''}`,
    changes.updates > 0 && counted(changes.updates, 'update'),
    changes.joins > 0 && counted(changes.joins, 'join'),
    changes.leaves > 0 && `${count(changes.leaves)} taken out`,
    changes.unsubscribes > 0 && `${count(changes.unsubscribes)} unsubscribed`,
    changes.subscribes > 0 && subscribedWords(changes.subscribes, consent?.confirms ?? 0),
  ].filter((part) => part !== false)
  return `${parts.join(', ')}. ${time}`
}

function timeWords(ms: number): string {
  return ms < 1000 ? 'under a second' : `about ${duration(ms)}`
}

function subscribedWords(subscribes: number, confirms: number): string {
  if (confirms === 0) return `${count(subscribes)} subscribed`
  return `${count(subscribes - confirms)} subscribed and ${count(confirms)} asked to confirm`
}
