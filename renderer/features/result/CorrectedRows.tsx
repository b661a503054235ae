import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { IconEye, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { sentKinds } from '../../../shared/model.ts'
import { connectionColourOf } from '../../components/connectionColour.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { count, counted } from '../../words.ts'
import { ConfirmRun } from '../review/ConfirmRun.tsx'
import type { Corrections } from './withCell.ts'
import classes from './CorrectedRows.module.css'
import { FixPreview } from './FixPreview.tsx'
import { mostAtOnce, rowsToFix, useFix } from './useFix.ts'

interface CorrectedRowsProps {
  readonly receipt: Receipt
  readonly corrections: Corrections
  /** These rows were sent, or are given up. */
  readonly onDrop: (rows: readonly number[]) => void
}

/** The corrected rows: first what they would change, then the button that sends them. */
export function CorrectedRows({ receipt, corrections, onDrop }: CorrectedRowsProps) {
  const fix = useFix(receipt.id, () => onDrop(rowsToFix(corrections).map(({ row }) => row)))
  const [planned, setPlanned] = useState<Corrections | null>(null)
  const [isAsking, setAsking] = useState(false)
  if (corrections.size === 0) return null
  // Whatever was typed since makes a plan of its own.
  const plan = planned === corrections ? fix.look.data : undefined
  const look = (): void => {
    setPlanned(corrections)
    fix.look.mutate(corrections)
  }
  return (
    <Paper className={classes.bar} withBorder shadow="md" p="md" role="region" aria-label="Corrected rows">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Text fw={560}>{counted(corrections.size, 'corrected row')}, not sent yet</Text>
          <Group gap="xs" wrap="nowrap">
            <Button variant="subtle" onClick={() => onDrop([...corrections.keys()])}>
              Discard
            </Button>
            {plan === undefined ? (
              <Button leftSection={<IconEye size={16} />} loading={fix.look.isPending} onClick={look}>
                See what would change
              </Button>
            ) : (
              <Button
                color={connectionColourOf[receipt.colour]}
                leftSection={<IconSend size={16} />}
                disabled={sendable(plan.counts) === 0}
                loading={fix.send.isPending}
                onClick={() => (plan.guard === null ? fix.send.mutate(plan) : setAsking(true))}
              >
                {sendWords(plan, receipt)}
              </Button>
            )}
          </Group>
        </Group>
        {corrections.size > mostAtOnce ? (
          <Text size="sm" c="dimmed">
            {count(mostAtOnce)} rows go at a time; send these, then the rest. For more, save them as CSV and
            correct them in your spreadsheet.
          </Text>
        ) : null}
        {fix.look.error === null ? null : (
          <ErrorNote title="These rows could not be planned" error={fix.look.error} />
        )}
        {fix.send.error === null ? null : (
          <ErrorNote title="These rows could not be sent" error={fix.send.error} />
        )}
        {plan === undefined ? null : (
          <>
            <FixPreview plan={plan} corrections={corrections} />
            <ConfirmRun
              summary={plan}
              opened={isAsking}
              label={sendWords(plan, receipt)}
              onConfirm={() => fix.send.mutate(plan)}
              onClose={() => setAsking(false)}
            />
          </>
        )}
      </Stack>
    </Paper>
  )
}

function sendWords({ counts }: PlanSummary, { service, connection }: Receipt): string {
  return `Send ${counted(sendable(counts), 'corrected row')} to ${service} · ${connection}`
}

function sendable(counts: PlanSummary['counts']): number {
  return sentKinds.reduce((sum, kind) => sum + counts[kind], 0)
}
