import { Group, Select, TextInput } from '@mantine/core'
import { assertNever } from '../../../../shared/errors.ts'
import type { FieldRule, PartTaken, Transform, TransformStep } from '../../../../shared/model.ts'
import { partWords } from './stepWords.ts'
import { usePatternProblem } from './usePatternProblem.ts'
import { ValueTable } from './ValueTable.tsx'

interface StepFieldsProps {
  readonly step: TransformStep
  readonly rule: FieldRule
  /** What is done before this step. */
  readonly before: readonly Transform[]
  readonly onStep: (step: TransformStep) => void
}

/** What there is to say about a step. */
export function StepFields({ step, rule, before, onStep }: StepFieldsProps) {
  switch (step.step) {
    case 'replace':
      return <ReplaceFields step={step} onStep={onStep} />
    case 'values':
      return <ValueTable step={step} rule={rule} before={before} onStep={onStep} />
    case 'part':
      return <PartFields step={step} onStep={onStep} />
    case 'date':
      return (
        <Select
          size="xs"
          label="Dates such as 03/04/2026 have"
          allowDeselect={false}
          data={[
            { value: 'day-month', label: 'the day first' },
            { value: 'month-day', label: 'the month first' },
          ]}
          value={step.order}
          onChange={(order) => order !== null && onStep({ ...step, order })}
        />
      )
    case 'number':
      return (
        <Select
          size="xs"
          label="Numbers in the file have"
          allowDeselect={false}
          data={[
            { value: '.', label: 'a decimal point: 1,234.5' },
            { value: ',', label: 'a decimal comma: 1.234,5' },
          ]}
          value={step.decimalMark}
          onChange={(decimalMark) => decimalMark !== null && onStep({ ...step, decimalMark })}
        />
      )
    case 'boolean':
      return (
        <Group gap="xs" grow align="flex-start">
          <TextInput
            size="xs"
            label="A yes is written as"
            value={step.yes}
            onChange={(event) => onStep({ ...step, yes: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            label="A no is written as"
            value={step.no}
            onChange={(event) => onStep({ ...step, no: event.currentTarget.value })}
          />
        </Group>
      )
    case 'phone':
      return <span>The country is chosen under “Reading values”, for all rows or by a column.</span>
    default:
      return assertNever(step)
  }
}

function ReplaceFields({
  step,
  onStep,
}: {
  readonly step: Extract<TransformStep, { readonly step: 'replace' }>
  readonly onStep: (step: TransformStep) => void
}) {
  const { find, with: by, pattern } = step
  const problem = usePatternProblem(pattern ? find : null)
  return (
    <Group gap="xs" grow align="flex-start">
      <TextInput
        size="xs"
        label={pattern ? 'Every match of' : 'Every'}
        placeholder={pattern ? String.raw`^(\w+), (\w+)$` : 'St.'}
        maxLength={1000}
        value={find}
        error={problem}
        onChange={(event) => onStep({ ...step, find: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        label="becomes"
        placeholder={pattern ? '$2 $1' : 'Nothing: it is taken out'}
        description={pattern ? '$1 is what the first ( ) found' : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        maxLength={1000}
        value={by}
        onChange={(event) => onStep({ ...step, with: event.currentTarget.value })}
      />
    </Group>
  )
}

function PartFields({
  step,
  onStep,
}: {
  readonly step: Extract<TransformStep, { readonly step: 'part' }>
  readonly onStep: (step: TransformStep) => void
}) {
  const { take, separator } = step
  const isWords = separator === null
  const takes = Object.entries(partWords).map(([value, { words, texts }]) => ({
    value: value as PartTaken,
    label: isWords ? words : texts,
  }))
  return (
    <Group gap="xs" grow align="flex-start">
      <Select
        size="xs"
        label="Parts are"
        allowDeselect={false}
        data={[
          { value: 'words', label: 'words' },
          { value: 'texts', label: 'what stands between a sign' },
        ]}
        value={isWords ? 'words' : 'texts'}
        onChange={(value) => onStep({ ...step, separator: value === 'words' ? null : ',' })}
      />
      <Select
        size="xs"
        label="Taken is"
        allowDeselect={false}
        data={takes}
        value={take}
        onChange={(value) => value !== null && onStep({ ...step, take: value })}
      />
      {isWords ? null : (
        <TextInput
          size="xs"
          label="The sign"
          maxLength={100}
          value={separator}
          error={separator === '' ? 'Type the sign between the parts.' : null}
          onChange={(event) => onStep({ ...step, separator: event.currentTarget.value })}
        />
      )}
    </Group>
  )
}
