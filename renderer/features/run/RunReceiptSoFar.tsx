import { Anchor, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { RunId } from '../../../shared/model.ts'
import { OutcomeCounts } from '../../components/OutcomeCounts.tsx'
import { useReceipt } from '../../useReceipt.ts'

/** What became of each row up to where a run stands still. */
export function RunReceiptSoFar({ run, note }: { readonly run: RunId; readonly note: ReactNode }) {
  const { data: receipt } = useReceipt(run)
  return (
    <Stack gap="md">
      {note}
      {receipt === undefined ? null : <OutcomeCounts receipt={receipt} />}
      <Anchor component={Link} href={`/history/${run}`} size="sm">
        See every row of this run
      </Anchor>
    </Stack>
  )
}
