import { Progress, Stack, Text, VisuallyHidden } from '@mantine/core'
import type { SourceInfo } from '../../../shared/model.ts'
import { bytes, count, counted } from '../../words.ts'
import type { Staging } from './StagingProvider.tsx'

/** How much of the file is read; the first rows can be looked at meanwhile. */
export function StagingStatus({
  staging,
  staged,
  sizeBytes,
}: {
  readonly staging: Staging
  readonly staged: SourceInfo | null
  readonly sizeBytes: number
}) {
  if (staged !== null)
    return (
      <Text className="figures" role="status">
        <b>{counted(staged.rows, 'row')}</b> in {counted(staged.columns.length, 'column')}, {bytes(sizeBytes)}
        {staged.problemRows > 0 ? `, ${count(staged.problemRows)} with a problem` : ''}
      </Text>
    )
  if (staging.is === 'arriving')
    return (
      <Reading
        name="Opening the file"
        words={`Opening the file: ${bytes(staging.sentBytes)} of ${bytes(sizeBytes)}. These are its first rows.`}
        share={staging.sentBytes / sizeBytes}
      />
    )
  if (staging.is !== 'reading') return <span />
  const { progress } = staging
  const read = `${counted(progress?.rows ?? 0, 'row')} so far, ${bytes(progress?.bytesRead ?? 0)} of ${bytes(sizeBytes)}`
  return (
    <Reading
      name="Reading the file"
      words={`Reading the file: ${read}`}
      share={progress === null ? 0 : progress.bytesRead / Math.max(1, progress.sizeBytes)}
    />
  )
}

interface ReadingProps {
  readonly name: string
  readonly words: string
  readonly share: number
}

function Reading({ name, words, share }: ReadingProps) {
  const rough = Math.floor(Math.min(1, share) * 10) * 10
  return (
    <Stack gap={4} w={420}>
      <Text className="figures" size="sm">
        {words}
      </Text>
      <Progress value={share * 100} size="sm" aria-label={name} />
      <VisuallyHidden role="status">{`${name}, ${rough} percent`}</VisuallyHidden>
    </Stack>
  )
}
