import { ActionIcon, Anchor, Text } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconArrowRight, IconBan, IconHandStop } from '@tabler/icons-react'
import { suggestedRules } from '../../../shared/mapping/suggestedRules.ts'
import type { ColumnSuggestion } from '../../../shared/mapping/suggestMapping.ts'
import type { Column, Field } from '../../../shared/model.ts'
import { SearchPicker } from '../../components/SearchPicker.tsx'
import type { SpecEdit } from './editSpec.ts'
import {
  type ColumnTarget,
  fieldOptions,
  ignoreChoice,
  leftChoices,
  targetOf,
  targetOfValue,
  valueOfTarget,
} from './fieldOptions.ts'
import classes from './Map.module.css'
import { type MapScene, useMap } from './MapContext.tsx'
import { leftWhenWords, ruleWords } from './mapWords.ts'
import { RuleEditor } from './RuleEditor.tsx'
import { useCreateField } from './useCreateField.tsx'

interface ColumnRowProps {
  readonly column: Column
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
}

/** One column: its name and some of its cells, and what it is for, with the reason. */
export function ColumnRow({ column, isOpen, onOpen }: ColumnRowProps) {
  const scene = useMap()
  const { spec, schema, source, edit, object } = scene
  const isAboutPeople = object === null || object.view.aboutPeople || object.view.id === 'purchases'
  const { index, name } = column
  const target = targetOf(spec.mapping, index)
  const rule =
    target.is === 'field' ? spec.mapping.fields.find(({ field }) => field === target.field) : undefined
  const steps = suggestionFor(scene, column)?.steps
  const create = useCreateField((field) => edit(fillEdit(index, field, steps)))
  return (
    <li className={classes.row} data-target={target.is}>
      <div className={classes.rowMain}>
        <div className={classes.column}>
          <span className={classes.name} title={name}>
            {name}
          </span>
          <Samples column={index} />
        </div>
        <TargetIcon target={target} />
        <div className={classes.target}>
          <SearchPicker
            label={`Field for column ${name}`}
            searchWords={
              object === null ? 'Search the account’s fields' : `Search what a ${object.view.one} has`
            }
            options={[
              ignoreChoice,
              ...fieldOptions(schema.fields, spec.mapping, source.columns),
              ...(isAboutPeople ? leftChoices : []),
            ]}
            value={valueOfTarget(target)}
            quiet={target.is === 'ignored'}
            onPick={(value) => {
              const picked = editOf(targetOfValue(value), index, schema.fields, steps)
              if (picked !== null) edit(picked)
            }}
            {...(create !== null && { create: { ...create, suggested: name } })}
          >
            {targetWords(target, schema.fields)}
          </SearchPicker>
          <Reason column={column} target={target} />
          {rule === undefined || ruleWords(rule) === '' ? null : (
            <Text size="xs" fw={560}>
              {ruleWords(rule)}
            </Text>
          )}
        </div>
        {rule === undefined ? (
          <span className={classes.noAction} />
        ) : (
          <ActionIcon
            variant={isOpen ? 'light' : 'subtle'}
            color="gray"
            mt={3}
            aria-label={`How ${name} is written`}
            aria-expanded={isOpen}
            onClick={() => onOpen(!isOpen)}
          >
            <IconAdjustmentsHorizontal size={17} />
          </ActionIcon>
        )}
      </div>
      {isOpen && rule !== undefined ? <RuleEditor rule={rule} /> : null}
    </li>
  )
}

function editOf(
  target: ColumnTarget,
  column: number,
  fields: readonly Field[],
  steps: ColumnSuggestion['steps'],
): SpecEdit | null {
  if (target.is === 'ignored') return { of: 'column-ignored', column }
  if (target.is === 'part') return null
  if (target.is === 'left') return { of: 'column-left', column, leftWhen: target.leftWhen }
  const field = fields.find(({ id }) => id === target.field)
  return field === undefined ? null : fillEdit(column, field, steps)
}

function fillEdit(column: number, field: Field, steps: ColumnSuggestion['steps']): SpecEdit {
  return { of: 'column-field', column, field, ...(steps && { steps }) }
}

function suggestionFor({ suggestion }: MapScene, { index }: Column): ColumnSuggestion | undefined {
  return suggestion?.columns.find((one) => one.column.index === index)
}

function targetWords(target: ColumnTarget, fields: readonly Field[]): string {
  if (target.is === 'ignored') return 'Not sent'
  if (target.is === 'left') return leftWhenWords[target.leftWhen]
  const label = fields.find(({ id }) => id === target.field)?.label ?? 'A field the account no longer has'
  return target.is === 'part' ? `Part of ${label}` : label
}

function TargetIcon({ target }: { readonly target: ColumnTarget }) {
  const props = { size: 16, 'aria-hidden': true, className: classes.arrow } as const
  if (target.is === 'ignored') return <IconBan {...props} />
  if (target.is === 'left') return <IconHandStop {...props} color="var(--lf-held)" />
  return <IconArrowRight {...props} />
}

function Samples({ column }: { readonly column: number }) {
  const { samples } = useMap()
  const filled = [...new Set(samples.map((cells) => (cells[column] ?? '').trim()))].filter(Boolean)
  const text = filled.slice(0, 3).map((cell) => (cell.length > 40 ? `${cell.slice(0, 40)}…` : cell))
  return (
    <span className={classes.samples} title={text.join('\n')}>
      {text.length === 0 ? 'empty in the first rows' : text.join(' · ')}
    </span>
  )
}

/** Why it was suggested; or, where the user chose otherwise, the way back to it. */
function Reason({ column, target }: { readonly column: Column; readonly target: ColumnTarget }) {
  const scene = useMap()
  const suggested = suggestionFor(scene, column)
  if (suggested === undefined) return null
  const wanted = suggestedTarget(scene, column)
  if (valueOfTarget(wanted) === valueOfTarget(target))
    return (
      <Text size="xs" c="dimmed" lh={1.35}>
        {target.is === 'left' ? `People marked here are held back. ${suggested.reason}` : suggested.reason}
      </Text>
    )
  const back = wayBack(scene, column, wanted)
  if (wanted.is === 'ignored' || back === null || isTaken(scene, wanted))
    return target.is === 'left' ? (
      <Text size="xs" c="dimmed">
        People marked here are held back.
      </Text>
    ) : null
  return (
    <Text size="xs" c="dimmed">
      Suggested: {targetWords(wanted, scene.schema.fields)}.{' '}
      <Anchor component="button" type="button" size="xs" onClick={() => scene.edit(back)}>
        Use it
      </Anchor>
    </Text>
  )
}

function isTaken({ spec }: MapScene, target: ColumnTarget): boolean {
  return 'field' in target && spec.mapping.fields.some(({ field }) => field === target.field)
}

function suggestedTarget({ suggestion }: MapScene, { index }: Column): ColumnTarget {
  const mapping = {
    fields: suggestion?.columns.flatMap(suggestedRules) ?? [],
    left: suggestion?.columns.flatMap(({ target }) => ('left' in target ? [target.left] : [])) ?? [],
  }
  return targetOf(mapping, index)
}

/** What brings a suggestion back; `null` where there is nothing to bring back. */
function wayBack(scene: MapScene, column: Column, wanted: ColumnTarget): SpecEdit | null {
  const { schema, suggestion } = scene
  if (wanted.is !== 'part')
    return editOf(wanted, column.index, schema.fields, suggestionFor(scene, column)?.steps)
  const rule = suggestion?.columns.flatMap(suggestedRules).find(({ field }) => field === wanted.field)
  const field = schema.fields.find(({ id }) => id === wanted.field)
  return rule === undefined || field === undefined ? null : { of: 'field-filled', field, from: rule.from }
}
