import { Button, Group, Loader, Text } from '@mantine/core'
import { Redirect, useLocation } from 'wouter'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { SourceInfo } from '../../../shared/model.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { count, counted } from '../../words.ts'
import { StepFrame } from '../sync/StepFrame.tsx'
import { useSync } from '../sync/SyncContext.tsx'
import { specOf } from '../sync/syncState.ts'
import { pathOf } from '../sync/syncPlace.ts'
import { useSource } from '../sync/useSource.ts'
import { CheckView } from './CheckView.tsx'
import { useCheck } from './useCheck.ts'

/** Every row of the file before anything is planned: what is wrong with its cells, and putting it right. */
export function CheckStep() {
  const { sync } = useSync()
  const spec = specOf(sync)
  const info = useSource(spec?.source ?? null)
  if (spec === null) return <Redirect to="/sync/map" replace />
  if (info.error !== null)
    return (
      <StepFrame title="Check the rows" scroll>
        <ErrorNote title="The file could not be read" error={info.error} />
      </StepFrame>
    )
  if (!info.data) return <Loader size="sm" m="xl" role="img" aria-label="Opening the file" />
  return <CheckOf key={`${spec.source} ${spec.connection}`} spec={spec} source={info.data} />
}

function CheckOf({ spec, source }: { readonly spec: PlanSpec; readonly source: SourceInfo }) {
  const check = useCheck(source.id, spec)
  const [, navigate] = useLocation()
  if (check.error !== null && check.data === undefined)
    return (
      <StepFrame title="Check the rows" scroll>
        <ErrorNote title="The rows could not be checked" error={check.error}>
          <Button variant="default" mt="sm" display="block" onClick={() => void check.refetch()}>
            Check again
          </Button>
        </ErrorNote>
      </StepFrame>
    )
  if (check.data === undefined)
    return (
      <StepFrame title="Check the rows">
        <Group gap="sm" role="status">
          <Loader size="sm" />
          <Text className="figures">
            {check.progress === null
              ? `Checking ${counted(source.rows, 'row')}.`
              : `Checked ${count(check.progress.rows)} of ${counted(source.rows, 'row')}.`}
          </Text>
        </Group>
      </StepFrame>
    )
  return (
    <CheckView
      spec={spec}
      source={source}
      view={check.data}
      onMap={() => navigate(pathOf({ step: 'map' }))}
      onReview={() => navigate(pathOf({ step: 'review', plan: null }))}
    />
  )
}
