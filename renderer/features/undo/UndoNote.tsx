import { Alert, Anchor, List, Text } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { counted } from '../../words.ts'

/** Of a plan that takes a run back: what, and what stays all the same. */
export function UndoNote({ summary }: { readonly summary: PlanSummary }) {
  const { undo, guard } = summary
  if (!undo) return null
  const { run, field, editedSince, stays } = undo
  const said = [...(guard?.words ?? []), ...stays]
  return (
    <Alert
      p="sm"
      icon={<IconArrowBackUp color="var(--lf-held)" />}
      styles={{ root: { background: 'var(--lf-held-tint)', flex: 'none' } }}
    >
      <Text size="sm">
        Puts {field ?? 'everything'} back to what it was before{' '}
        <Anchor component={Link} href={`/history/${run}`} size="sm" c="inherit" underline="always">
          run {run}
        </Anchor>
        .{' '}
        {editedSince > 0
          ? `${counted(editedSince, 'row')} ${editedSince === 1 ? 'was' : 'were'} changed by somebody since: that stays, and stands with the row.`
          : 'Nobody changed it since.'}
      </Text>
      {said.length === 0 ? null : (
        <List size="sm" mt={4}>
          {said.map((words) => (
            <List.Item key={words}>{words}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  )
}
