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
  const does = object === null ? takenWords(summary) : doesWords(summary, object)
  const unusual = guard.unusual ?? []
  if (guard.words.length === 0)
    return (
      <Alert
        p="sm"
        icon={<IconAlertTriangle color="var(--lf-held)" />}
        title="Look twice: this is more than usual"
        styles={{
          root: { background: 'var(--lf-held-tint)', flex: 'none' },
          title: { color: 'var(--lf-held)' },
        }}
      >
        <Sentences of={unusual} />
      </Alert>
    )
  return (
    <Alert
      p="sm"
      icon={<IconAlertTriangle color="var(--lf-rejected)" />}
      title={
        undo && object === null
          ? `Takes ${counted(guard.count, 'person', 'people')} out of what the run put them into`
          : object?.type === 'tagSubscriptions' || object === null
            ? does
            : `${does}: this can’t be undone`
      }
      styles={{
        root: { background: 'var(--lf-rejected-tint)', flex: 'none' },
        title: { color: 'var(--lf-rejected)' },
      }}
    >
      <Sentences of={unusual} />
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

function Sentences({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return null
  return (
    <List size="sm" mb={4}>
      {of.map((words) => (
        <List.Item key={words}>{words}</List.Item>
      ))}
    </List>
  )
}

/** `12 people leave, 3 are unsubscribed` */
function takenWords({ changes }: PlanSummary): string {
  const parts = [
    changes.leaves > 0 && counted(changes.leaves, 'person leaves', 'people leave'),
    changes.unsubscribes > 0 &&
      `${counted(changes.unsubscribes, 'person is', 'people are')} unsubscribed for good`,
  ].filter((part) => part !== false)
  return parts.join(', ')
}
