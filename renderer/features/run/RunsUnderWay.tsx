import { Progress, Stack, Text, VisuallyHidden } from '@mantine/core'
import { Link } from 'wouter'
import type { RunView } from '../../../shared/contract/runs.ts'
import { connectionColourOf } from '../../components/connectionColour.ts'
import { counted } from '../../words.ts'
import classes from './RunsUnderWay.module.css'
import { useEndOfRun } from './useEndOfRun.ts'
import { useRunNotices } from './useRunNotices.ts'
import { useRunProgress } from './useRunProgress.ts'
import { useRunsUnderWay } from './useRunsUnderWay.ts'
import { useTaskbarProgress } from './useTaskbarProgress.ts'

/** More than fit would push the places away. */
const mostShown = 3

/** On every page: which runs are at it and how far, and which wait to be gone on with. */
export function RunsUnderWay() {
  const { underWay, interrupted } = useRunsUnderWay()
  useTaskbarProgress(underWay)
  useRunNotices()
  const ended = useEndOfRun()
  const all = [...underWay, ...interrupted]
  return (
    <>
      <VisuallyHidden role="status">{ended}</VisuallyHidden>
      {all.length === 0 ? null : <Lines all={all} />}
    </>
  )
}

function Lines({ all }: { readonly all: readonly RunView[] }) {
  return (
    <Stack gap={6} component="section" aria-label="Runs under way">
      {all
        .slice(0, mostShown)
        .map((view) =>
          view.interrupted ? (
            <Line key={view.id} view={view} share={null} words="Interrupted: go on" />
          ) : (
            <RunningLine key={view.id} view={view} />
          ),
        )}
      {all.length > mostShown ? (
        <Text component={Link} href="/history" size="xs" c="dimmed" px={8}>
          {counted(all.length - mostShown, 'more run')}
        </Text>
      ) : null}
    </Stack>
  )
}

function RunningLine({ view }: { readonly view: RunView }) {
  const { progress } = useRunProgress(view.id)
  const share = progress === null || progress.total === 0 ? 0 : progress.done / progress.total
  return (
    <Line
      view={view}
      share={share}
      words={progress === null ? 'Getting ready' : `${Math.floor(share * 100)}% sent`}
    />
  )
}

interface LineProps {
  readonly view: RunView
  readonly share: number | null
  readonly words: string
}

function Line({ view, share, words }: LineProps) {
  return (
    <Link href={`/sync/run/${view.id}`} className={classes.line}>
      <span className={classes.name}>
        <span className={classes.dot} style={{ background: connectionColourOf[view.colour] }} aria-hidden />
        <span className={classes.cut} title={`${view.source} to ${view.connection}`}>
          {view.connection}
        </span>
      </span>
      <span className={classes.words}>{words}</span>
      {share === null ? null : (
        <Progress value={share * 100} size={4} aria-label={`Run ${view.id} to ${view.connection}`} />
      )}
    </Link>
  )
}
