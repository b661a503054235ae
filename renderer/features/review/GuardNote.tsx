import { Alert, List } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { count, counted } from '../../words.ts'
import { doesWords, lossSentences } from './objectPlanWords.ts'

/** What a plan takes away, in words. Nothing where it takes nothing. */
export function GuardNote({ summary }: { readonly summary: PlanSummary }) {
  const { guard, object, undo } = summary
  if (guard === null) return null
  const { shown, more } = lossSentences(guard)
  const does = object === null ? `Take away ${count(guard.count)}` : doesWords(summary, object)
  return (
    <Alert
      p="sm"
      icon={<IconAlertTriangle color="var(--lf-rejected)" />}
      title={
        undo
          ? `Takes ${counted(guard.count, 'person', 'people')} out of what the run put them into`
          : object?.type === 'tagSubscriptions'
            ? does
            : `${does}: this can’t be undone`
      }
      styles={{
        root: { background: 'var(--lf-rejected-tint)', flex: 'none' },
        title: { color: 'var(--lf-rejected)' },
      }}
    >
      <List size="sm">
        {shown.map((words) => (
          <List.Item key={words}>{words}</List.Item>
        ))}
        {more > 0 && shown.length > 0 ? (
          <List.Item>and {count(more)} more: each row says what goes with it.</List.Item>
        ) : null}
      </List>
    </Alert>
  )
}
