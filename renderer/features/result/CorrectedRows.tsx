import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { IconEye, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { connectionColourOf } from '../../components/connectionColour.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { count, counted } from '../../words.ts'
import { type Corrections, isSame } from './withCell.ts'
import classes from './CorrectedRows.module.css'
import { FixPreview } from './FixPreview.tsx'
import { mostAtOnce, useFix } from './useFix.ts'

interface CorrectedRowsProps {
  readonly receipt: Receipt
  readonly corrections: Corrections
  readonly onSent: () => void
  readonly onDiscard: () => void
}

/** The corrected rows: first what they would change, then the button that sends them. */
export function CorrectedRows({ receipt, corrections, onSent, onDiscard }: CorrectedRowsProps) {
  const fix = useFix(receipt.id, onSent)
  const [planned, setPlanned] = useState<Corrections | null>(null)
  if (corrections.size === 0) return null
  // Whatever was typed since makes a plan of its own.
  const plan = planned !== null && isSame(planned, corrections) ? fix.look.data : undefined
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
            <Button variant="subtle" onClick={onDiscard}>
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
                onClick={() => fix.send.mutate(plan.id)}
              >
                {`Send ${counted(sendable(plan.counts), 'corrected row')} to ${receipt.service} · ${receipt.connection}`}
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
        {plan === undefined ? null : <FixPreview plan={plan} corrections={corrections} />}
      </Stack>
    </Paper>
  )
}

function sendable(counts: { readonly create: number; readonly update: number }): number {
  return counts.create + counts.update
}
