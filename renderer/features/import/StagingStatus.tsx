import { Progress, Stack, Text } from '@mantine/core'
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
  if (staging.is !== 'reading') return <span />
  const { progress } = staging
  const share = progress === null ? 0 : progress.bytesRead / Math.max(1, progress.sizeBytes)
  const rough = Math.floor(share * 10) * 10
  return (
    <Stack gap={4} w={420}>
      <Text className="figures" size="sm">
        Reading the file: {counted(progress?.rows ?? 0, 'row')} so far, {bytes(progress?.bytesRead ?? 0)} of{' '}
        {bytes(sizeBytes)}
      </Text>
      <Progress value={share * 100} size="sm" aria-label="Reading the file" />
      <span role="status" style={{ position: 'absolute', clip: 'rect(0 0 0 0)', width: 1, height: 1 }}>
        {`Reading the file, ${rough} percent`}
      </span>
    </Stack>
  )
}
