import { Paper, SimpleGrid, Skeleton, Title } from '@mantine/core'
import type { RunId } from '../../../shared/model.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { FromTo } from '../../components/FromTo.tsx'
import { OutcomeCounts } from '../../components/OutcomeCounts.tsx'
import { TryAgain } from '../../components/TryAgain.tsx'
import { useReceipt } from '../../useReceipt.ts'
import { ReadBackPanel } from '../readBack/ReadBackPanel.tsx'
import { StepFrame } from '../sync/StepFrame.tsx'
import { NewSecrets } from './NewSecrets.tsx'
import { NotThrough } from './NotThrough.tsx'
import { ReceiptFacts } from './ReceiptFacts.tsx'
import { ResultActions } from './ResultActions.tsx'
import { resultTitle } from './resultTitle.ts'
import { TakingBack } from './TakingBack.tsx'

/** The receipt of a run, and what to do about the rows that did not get through. */
export function ResultStep({ run }: { readonly run: RunId }) {
  const { data: receipt, error, refetch } = useReceipt(run)
  if (error !== null)
    return (
      <StepFrame title={`Result of run ${run}`}>
        <ErrorNote title="The receipt could not be read" error={error}>
          <TryAgain
            onClick={() => void refetch()}
            error={error}
            elsewhere={{ href: '/history', words: 'See all runs' }}
          />
        </ErrorNote>
      </StepFrame>
    )
  if (receipt === undefined)
    return (
      <StepFrame title={`Result of run ${run}`} words="Counting what became of each row">
        <Skeleton height={220} animate={false} aria-label="Counting the rows of the run" />
      </StepFrame>
    )
  return (
    <StepFrame
      title={resultTitle(receipt)}
      words={<FromTo view={receipt} service={receipt.service} />}
      actions={<ResultActions receipt={receipt} />}
      scroll
    >
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Paper withBorder p="md" bg="var(--lf-surface)" component="section" aria-labelledby="rows-of-the-run">
          <Title order={2} size="h3" id="rows-of-the-run" mb={4}>
            Rows
          </Title>
          <OutcomeCounts receipt={receipt} />
        </Paper>
        <Paper
          withBorder
          p="md"
          bg="var(--lf-surface)"
          component="section"
          aria-labelledby="facts-of-the-run"
        >
          <Title order={2} size="h3" id="facts-of-the-run" mb={4}>
            What was asked
          </Title>
          <ReceiptFacts receipt={receipt} />
          <TakingBack receipt={receipt} />
        </Paper>
      </SimpleGrid>
      <NewSecrets receipt={receipt} />
      <ReadBackPanel receipt={receipt} />
      <NotThrough receipt={receipt} />
    </StepFrame>
  )
}
