import { Button, Checkbox, Group, Popover, ScrollArea, Stack, Text } from '@mantine/core'
import { IconColumns } from '@tabler/icons-react'
import type { PlanPart, PlanSummary } from '../../../shared/contract/plans.ts'
import { count, counted } from '../../words.ts'
import { type Tick, usePlanParts } from './usePlan.ts'

/** Each field and audience of the plan, to switch it off for everyone. */
export function PartsMenu({
  summary,
  onTick,
}: {
  readonly summary: PlanSummary
  readonly onTick: (tick: Tick) => void
}) {
  const { data: parts } = usePlanParts(summary.id)
  if (parts === undefined || parts.length === 0) return null
  const off = parts.filter(({ rows, untickedRows }) => rows === untickedRows).length
  return (
    <Popover position="bottom-end" width={340} shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns size={16} />}>
          {off === 0 ? 'Fields and audiences' : `Fields and audiences (${off} off)`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" c="dimmed" mb="xs">
          Untick what shall not be sent for anyone.
        </Text>
        <ScrollArea.Autosize mah={320}>
          <Stack gap={8}>
            {parts.map((part) => (
              <PartTick key={keyOf(part)} part={part} onTick={onTick} />
            ))}
          </Stack>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  )
}

function PartTick({ part, onTick }: { readonly part: PlanPart; readonly onTick: (tick: Tick) => void }) {
  const { rows, untickedRows, label } = part
  const sent = rows - untickedRows
  const what = part.part
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Checkbox
        size="xs"
        label={'audience' in what ? `${what.audience.kind} ${label}` : label}
        checked={sent > 0}
        indeterminate={sent > 0 && untickedRows > 0}
        onChange={(event) => onTick({ on: event.currentTarget.checked, ...what })}
      />
      <Text size="xs" c="dimmed" className="figures" style={{ flex: 'none' }}>
        {counted(sent, 'row')}
        {untickedRows > 0 ? `, ${count(untickedRows)} off` : ''}
      </Text>
    </Group>
  )
}

function keyOf({ part }: PlanPart): string {
  if ('consent' in part) return 'consent'
  return 'field' in part ? part.field : `${part.audience.kind} ${part.audience.id}`
}
