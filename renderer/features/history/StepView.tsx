import { Group, Paper, Text } from '@mantine/core'
import type { RequestView, RunRowDetail } from '../../../shared/contract/runs.ts'
import { ChangeList } from '../../components/ChangeList.tsx'
import { Meaning } from '../../components/Meaning.tsx'
import type { PartLabels } from '../../usePartLabels.ts'
import { duration, moment } from '../../words.ts'
import { answerWords } from './answerWords.ts'

type Step = RunRowDetail['changes'][number]

/** One change of a row: what it was, what became of it, and the request that carried it. */
export function StepView({ step, labels }: { readonly step: Step; readonly labels: PartLabels }) {
  return (
    <Paper withBorder p="sm" bg="var(--lf-surface)">
      <ChangeList changes={[step.change]} labels={labels} />
      <Group gap="xs" mt={8}>
        <StepState step={step} />
        {step.settledAt === null ? null : (
          <Text size="xs" c="dimmed">
            {moment(step.settledAt)}
          </Text>
        )}
      </Group>
      {step.reason === null ? null : (
        <Text size="sm" mt={4}>
          {step.reason}
        </Text>
      )}
      {step.request === null ? null : <RequestLine request={step.request} labels={labels} />}
    </Paper>
  )
}

function StepState({ step: { state, status } }: { readonly step: Step }) {
  if (status !== null) return <Meaning of={status} />
  switch (state) {
    case 'waiting':
      return <Meaning of="not-sent" />
    case 'sending':
      return <Meaning of="in-doubt" />
    case 'job':
    case 'settled':
      return <Meaning of="accepted" />
  }
}

function RequestLine({ request, labels }: { readonly request: RequestView; readonly labels: PartLabels }) {
  const { method, path, fields, sentAt, answeredAt } = request
  return (
    <Text size="xs" c="dimmed" mt={6} style={{ overflowWrap: 'anywhere' }}>
      <Text span fw={620} inherit>
        {method} {path}
      </Text>
      {fields.length === 0 ? '' : `, fields ${fields.map(labels.field).join(', ')}`}
      {`, sent ${moment(sentAt)}, ${answerWords(request)}`}
      {answeredAt === null ? '' : ` after ${duration(answeredAt - sentAt)}`}
    </Text>
  )
}
