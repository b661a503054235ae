import { Button, Group, Loader, Stack, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useEffect, useEffectEvent } from 'react'
import { Link, Redirect, useLocation } from 'wouter'
import type { PlanProgress } from '../../../shared/contract/plans.ts'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { count, duration } from '../../words.ts'
import { AccountErrorNote } from '../sync/AccountErrorNote.tsx'
import { StepFrame } from '../sync/StepFrame.tsx'
import { useSync } from '../sync/SyncContext.tsx'
import { pathOf } from '../sync/syncPlace.ts'
import { sourceOf, specOf } from '../sync/syncState.ts'
import { useAccount } from '../sync/useAccount.ts'
import classes from './Review.module.css'
import { type Planning, usePlanning } from './PlanningProvider.tsx'

/** Review before there is a plan: makes one, and says what that waits for. */
export function PlanningStep() {
  const { sync } = useSync()
  const spec = specOf(sync)
  if (sync.plan !== null) return <Redirect to={pathOf({ step: 'review', plan: sync.plan })} replace />
  if (spec === null || spec.source !== sourceOf(sync)) return <Redirect to="/sync/map" replace />
  return <PlanningOf spec={spec} />
}

function PlanningOf({ spec }: { readonly spec: PlanSpec }) {
  const { planning, begin, cancel } = usePlanning()
  const [, navigate] = useLocation()
  const chosen = useAccount(spec.connection)
  const isOfThis = planning.is !== 'idle' && planning.spec === spec
  const beginOnce = useEffectEvent(() => {
    if (!isOfThis) begin(spec)
  })
  useEffect(() => beginOnce(), [spec])
  const account = chosen === null ? 'the account' : `${chosen.account.serviceTitle} · ${chosen.account.name}`
  if (planning.is === 'failed' && isOfThis)
    return (
      <StepFrame title="The changes could not be worked out" scroll>
        <AccountErrorNote title="Nothing was sent" error={planning.error} onAgain={() => begin(spec)}>
          <Button component={Link} href="/sync/map">
            Back to Map
          </Button>
        </AccountErrorNote>
      </StepFrame>
    )
  return (
    <StepFrame
      title="Working out what would change"
      words="The list is compared with the account. Nothing is sent."
      footer={
        <>
          <span />
          <Button
            variant="default"
            onClick={() => {
              navigate(pathOf({ step: 'map' }), { replace: true })
              cancel()
            }}
          >
            Stop and go back to Map
          </Button>
        </>
      }
    >
      <Phases planning={planning} account={account} isAboutPeople={(spec.object ?? null) === null} />
    </StepFrame>
  )
}

const phases: readonly PlanProgress['phase'][] = ['account', 'mapping', 'mirror', 'comparing']

function Phases({
  planning,
  account,
  isAboutPeople,
}: {
  readonly planning: Planning
  readonly account: string
  readonly isAboutPeople: boolean
}) {
  const progress = planning.is === 'planning' ? planning.progress : null
  const wait = planning.is === 'planning' ? planning.wait : null
  const at = progress === null ? 0 : phases.indexOf(progress.phase)
  return (
    <Stack gap="sm" maw={560} role="status" aria-live="polite">
      {phases.map((phase, index) => (
        <Group
          key={phase}
          gap="sm"
          wrap="nowrap"
          className={classes.phase}
          data-ahead={index > at || undefined}
        >
          <span className={classes.phaseMark} aria-hidden>
            {index < at ? <IconCheck size={16} /> : index === at ? <Loader size={15} /> : null}
          </span>
          <Text className="figures">
            {phaseWords(phase, account, isAboutPeople)}
            {index === at && progress !== null ? doneWords(progress) : ''}
          </Text>
        </Group>
      ))}
      {wait === null ? null : (
        <Text size="sm" c="dimmed" pl={28}>
          {waitWords(wait, account)}
        </Text>
      )}
    </Stack>
  )
}

function phaseWords(phase: PlanProgress['phase'], account: string, isAboutPeople: boolean): string {
  const words: Readonly<Record<PlanProgress['phase'], string>> = {
    account: `Reading the fields and audiences of ${account}`,
    mapping: 'Reading the rows of the file',
    mirror: isAboutPeople
      ? `Looking these people up in ${account}`
      : `Looking up what is there in ${account}`,
    comparing: 'Comparing row by row',
  }
  return words[phase]
}

function doneWords({ done, total }: PlanProgress): string {
  if (done === 0) return ''
  return total === null ? `: ${count(done)} so far` : `: ${count(done)} of ${count(total)}`
}

function waitWords(
  { ms, why }: NonNullable<Extract<Planning, { is: 'planning' }>['wait']>,
  account: string,
): string {
  const time = duration(ms)
  if (why === 'limit') return `Waiting ${time}: ${account} takes no more requests just now.`
  if (why === 'retry-after') return `Waiting ${time}, as ${account} asked.`
  return `Waiting ${time} before asking ${account} once more: it did not answer.`
}
