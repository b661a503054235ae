import { Skeleton, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Receipt, RunView } from '../../../shared/contract/runs.ts'
import { useReceipt } from '../../useReceipt.ts'
import { count } from '../../words.ts'
import { gotThrough, notThrough } from '../result/notThroughCount.ts'
import { canGoOn, isUnderWay } from '../run/runPhase.ts'

/** Rows that only flash by while the list is scrolled are not counted. */
const seenMs = 200

/** The counts of a run in the list, counted when it is looked at. */
export function RunCounts({ view }: { readonly view: RunView }) {
  const isSeen = useAfter(seenMs)
  const { data, isError } = useReceipt(view.id, isSeen && !isUnderWay(view))
  if (isUnderWay(view))
    return (
      <Text span size="sm" c="dimmed">
        counted when it ends
      </Text>
    )
  if (isError)
    return (
      <Text span size="sm" c="dimmed">
        open it to see them
      </Text>
    )
  if (data === undefined) return <Skeleton height={8} width="70%" animate={false} />
  return <Counts receipt={data} toGo={canGoOn(view) ? data.outcomes['not-sent'] : 0} />
}

/** `toGo`: rows that a run which can be gone on with would still send. */
function Counts({ receipt, toGo }: { readonly receipt: Receipt; readonly toGo: number }) {
  const through = gotThrough(receipt)
  const not = notThrough(receipt) - toGo
  return (
    <Text span size="sm" className="figures">
      {count(through)} of {count(receipt.rows)} through
      {toGo > 0 ? (
        <Text span inherit display="block" c="dimmed">
          {count(toGo)} still to go
        </Text>
      ) : null}
      {not > 0 ? (
        <Text span inherit display="block" c="var(--lf-rejected)">
          {count(not)} did not get through
        </Text>
      ) : null}
    </Text>
  )
}

function useAfter(ms: number): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return isOver
}
