import { Paper, SimpleGrid, Skeleton, Stack, Title } from '@mantine/core'
import type { RunId } from '../../../shared/model.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { OutcomeCounts } from '../../components/OutcomeCounts.tsx'
import { useReceipt } from '../../useReceipt.ts'
import { NotThrough } from './NotThrough.tsx'
import { ReceiptFacts } from './ReceiptFacts.tsx'
import { ResultActions } from './ResultActions.tsx'
import { ResultHeading } from './ResultHeading.tsx'
import { TakingBack } from './TakingBack.tsx'

/** The receipt of a run, and what to do about the rows that did not get through. */
export function ResultStep({ run }: { readonly run: RunId }) {
  const { data: receipt, error } = useReceipt(run)
  if (error !== null) return <ErrorNote title={`The receipt of run ${run} could not be read`} error={error} />
  if (receipt === undefined) return <ResultSkeleton />
  return (
    <Stack gap="lg">
      <ResultHeading receipt={receipt}>
        <ResultActions receipt={receipt} />
      </ResultHeading>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Paper withBorder p="md" bg="var(--lf-surface)" component="section" aria-labelledby="rows-of-the-run">
          <Title order={3} id="rows-of-the-run" mb="xs">
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
          <Title order={3} id="facts-of-the-run" mb="xs">
            What was asked
          </Title>
          <ReceiptFacts receipt={receipt} />
          <TakingBack receipt={receipt} />
        </Paper>
      </SimpleGrid>
      <NotThrough receipt={receipt} />
    </Stack>
  )
}

/** Counting the rows of a big run takes a moment. */
function ResultSkeleton() {
  return (
    <Stack gap="lg" aria-busy="true" aria-label="Counting the rows of the run">
      <Skeleton height={44} width="60%" animate={false} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Skeleton height={220} animate={false} />
        <Skeleton height={220} animate={false} />
      </SimpleGrid>
    </Stack>
  )
}
