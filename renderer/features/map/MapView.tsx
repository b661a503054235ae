import { Button, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { mappingProblems } from '../../../shared/mapping/mappingProblems.ts'
import type { AccountSchema } from '../../../shared/model.ts'
import { counted } from '../../words.ts'
import { StepFrame } from '../sync/StepFrame.tsx'
import { pathOf } from '../sync/syncPlace.ts'
import { ColumnList } from './ColumnList.tsx'
import { FilledFields } from './FilledFields.tsx'
import classes from './Map.module.css'
import { useMap } from './MapContext.tsx'
import { MapSettings } from './MapSettings.tsx'

export function MapView() {
  const { spec, source, schema, connector } = useMap()
  const [, navigate] = useLocation()
  const problems = [
    ...mappingProblems(spec.mapping, source.columns, schema.fields, connector),
    ...settingProblems(spec, schema),
  ]
  const sent = spec.mapping.fields.length
  return (
    <StepFrame
      title="Map the columns"
      words={`What each column of ${source.name} fills in ${connector.title}. Columns that are not sent change nothing.`}
      footer={
        <>
          {problems[0] === undefined ? (
            <Text className="figures" role="status">
              {counted(source.rows, 'row')}, {counted(sent, 'field')} each. Nothing is sent before you have
              seen it.
            </Text>
          ) : (
            <Text role="status" c="var(--lf-rejected)">
              {problems[0]}
            </Text>
          )}
          <Button
            style={{ flex: 'none' }}
            disabled={problems.length > 0}
            rightSection={<IconArrowRight size={16} />}
            onClick={() => navigate(pathOf({ step: 'review', plan: null }))}
          >
            Review changes
          </Button>
        </>
      }
    >
      <div className={classes.map}>
        <div className={classes.columns} tabIndex={0} role="region" aria-label="Columns and their fields">
          <ColumnList />
          <FilledFields />
        </div>
        <div className={classes.settings} tabIndex={0} role="region" aria-label="What happens to the people">
          <MapSettings />
        </div>
      </div>
    </StepFrame>
  )
}

function settingProblems(
  { consent, importTag, audiences }: PlanSpec,
  schema: AccountSchema,
): readonly string[] {
  const problems: string[] = []
  const gone = audiences.find(
    ({ kind, id }) => !schema.audiences.some((one) => one.kind === kind && one.id === id),
  )
  if (gone !== undefined)
    problems.push(`A ${gone.kind} you chose is no longer in the account. Take it out, or choose another.`)
  if (consent?.channels.length === 0)
    problems.push('Choose whether people are subscribed to email, SMS or both.')
  if (importTag?.trim() === '') problems.push('Give the mark of this import a name, or untick it.')
  return problems
}
