import { Button, Text } from '@mantine/core'
import { IconArrowRight, IconListCheck } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { listAudiences } from '../../../shared/lists/listColumns.ts'
import { fillProblems } from '../../../shared/mapping/fillProblems.ts'
import type { AccountSchema } from '../../../shared/model.ts'
import { counted } from '../../words.ts'
import { StepFrame } from '../sync/StepFrame.tsx'
import { pathOf } from '../sync/syncPlace.ts'
import { ColumnList } from './ColumnList.tsx'
import { FilledFields } from './FilledFields.tsx'
import classes from './Map.module.css'
import { type MapScene, useMap } from './MapContext.tsx'
import { NeededFields } from '../objects/NeededFields.tsx'
import { importWords } from '../objects/objectWords.ts'
import { missingFields } from '../objects/targetFields.ts'
import { MapSettings } from './MapSettings.tsx'
import { ShapeNotes } from './shapes/ShapeNotes.tsx'
import { useValueProblems } from './useValueProblems.ts'

export function MapView() {
  const scene = useMap()
  const { spec, source, connector, object, account } = scene
  const [, navigate] = useLocation()
  const values = useValueProblems(spec.mapping, scene.schema.fields)
  const problems = [...problemsOf(scene), ...values]
  const sent = spec.mapping.fields.length
  return (
    <StepFrame
      title="Map the columns"
      words={
        object === null
          ? `What each column of ${source.name} fills in ${connector.title}. Columns that are not sent change nothing.`
          : `${importWords(object.view, object.op)}: what each column of ${source.name} says about a ${object.view.one} in ${account.name}.`
      }
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
            variant="default"
            style={{ flex: 'none', marginInlineStart: 'auto' }}
            disabled={problems.length > 0}
            leftSection={<IconListCheck size={16} />}
            onClick={() => navigate(pathOf({ step: 'map', check: true }))}
          >
            Check the rows
          </Button>
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
          <ShapeNotes />
          <NeededFields />
          <ColumnList />
          <FilledFields />
        </div>
        <div
          className={classes.settings}
          tabIndex={0}
          role="region"
          aria-label={object === null ? 'What happens to the people' : 'What happens to the rows'}
        >
          <MapSettings />
        </div>
      </div>
    </StepFrame>
  )
}

function problemsOf({ spec, source, schema, connector, object }: MapScene): readonly string[] {
  const required = object === null ? connector : { requiredFields: [] }
  return [
    ...(object === null ? [] : missingFields(object.view, object, spec.mapping)),
    ...fillProblems(spec.mapping, source.columns, schema.fields, required),
    ...(object === null ? settingProblems(spec, schema, connector) : []),
  ]
}

function settingProblems(
  { consent, importTag, audiences, confirmation, onlyPlaced, mode, rules = [], lists = [] }: PlanSpec,
  schema: AccountSchema,
  { audiences: kinds }: Pick<MapScene['connector'], 'audiences'>,
): readonly string[] {
  const problems: string[] = []
  const gone = [...audiences, ...listAudiences(lists)].find(
    ({ kind, id }) => !schema.audiences.some((one) => one.kind === kind && one.id === id),
  )
  if (gone !== undefined)
    problems.push(`A ${gone.kind} you chose is no longer in the account. Take it out, or choose another.`)
  if (consent?.channels.length === 0)
    problems.push('Choose whether people are subscribed to email, SMS or both.')
  if (confirmation === true && !audiences.some(({ kind }) => kind === 'form'))
    problems.push('New people are asked to confirm by a form: choose the form that asks them, or untick it.')
  if (onlyPlaced === true && audiences.length === 0 && lists.length === 0 && importTag === null)
    problems.push(
      `Nobody new is put into anything, so nobody would be added. Choose a ${kinds.map(({ kind }) => kind).join(' or ')}, or untick it.`,
    )
  const leavable = kinds.filter(({ canLeave }) => canLeave).map(({ kind }) => kind)
  if (mode === 'mirror' && !audiences.some(({ kind }) => leavable.includes(kind)))
    problems.push(`Choose the ${leavable.join(' or ')} that is to be kept as the file is.`)
  rules.forEach(({ then }, at) => {
    if (then.length === 0) problems.push(`Rule ${at + 1} does nothing yet: add what is done, or remove it.`)
    const isBlank = then.some(
      (one) => one.do === 'set' && 'constant' in one.rule.from && one.rule.from.constant.trim() === '',
    )
    if (isBlank) problems.push(`Rule ${at + 1} sets a field to nothing: give the value.`)
  })
  if (importTag?.trim() === '') problems.push('Give the mark of this import a name, or untick it.')
  return problems
}
