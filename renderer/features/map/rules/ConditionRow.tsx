import { ActionIcon, Group, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { SearchPicker } from '../../../components/SearchPicker.tsx'
import type { Condition, Test } from '../../../../shared/rules/rules.ts'
import { useMap } from '../MapContext.tsx'
import { firstCondition, subjectChoices, subjectKey, testFor, wayOf, waysFor } from './conditionWords.ts'

/** One condition: what is looked at, how, and against what. */
export function ConditionRow({
  condition,
  onChange,
  onRemove,
}: {
  readonly condition: Condition
  readonly onChange: (condition: Condition) => void
  readonly onRemove: () => void
}) {
  const scene = useMap()
  const choices = subjectChoices(scene)
  const key = subjectKey(condition.of)
  const label = choices.find(({ value }) => value === key)?.label ?? 'Something that is gone'
  return (
    <div role="group" aria-label={`Condition on ${label}`}>
      <Group gap={4} wrap="nowrap">
        <div style={{ flex: 1, minWidth: 0 }}>
          <SearchPicker
            label="What is looked at"
            searchWords="Search columns, fields, tags"
            value={key}
            options={choices}
            onPick={(value) => {
              const found = choices.find((one) => one.value === value)
              if (found !== undefined) onChange(firstCondition(found.of))
            }}
          >
            {label}
          </SearchPicker>
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove the condition on ${label}`}
          onClick={onRemove}
        >
          <IconX size={15} />
        </ActionIcon>
      </Group>
      <Group gap={6} wrap="nowrap" mt={4} align="flex-start" pe={32}>
        <Select
          size="xs"
          w={128}
          aria-label={`How ${label} is compared`}
          data={waysFor(condition.of).map(({ value, label: words }) => ({ value, label: words }))}
          value={wayOf(condition)}
          allowDeselect={false}
          onChange={(way) => {
            if (way !== null) onChange({ of: condition.of, ...testFor(way, condition.test) })
          }}
        />
        <Against label={label} test={condition.test} onChange={(test) => onChange({ ...condition, test })} />
      </Group>
    </div>
  )
}

function Against({
  label,
  test,
  onChange,
}: {
  readonly label: string
  readonly test: Test
  readonly onChange: (test: Test) => void
}) {
  const words = `What ${label} is compared with`
  const wide = { size: 'xs', flex: 1, miw: 0, 'aria-label': words } as const
  if ('number' in test)
    return (
      <NumberInput
        {...wide}
        value={test.number}
        onChange={(value) => onChange({ ...test, number: Number(value) || 0 })}
      />
    )
  if ('date' in test)
    return (
      <TextInput
        {...wide}
        type="date"
        value={test.date.slice(0, 10)}
        onChange={(event) => {
          const { value } = event.currentTarget
          if (value !== '') onChange({ ...test, date: value })
        }}
      />
    )
  if (!('text' in test)) return null
  return (
    <TagsInput
      {...wide}
      placeholder={test.text.some((text) => text !== '') ? '' : 'Value'}
      value={test.text.filter((text) => text !== '')}
      splitChars={[]}
      acceptValueOnBlur
      onChange={(text) => onChange({ ...test, text: text.length === 0 ? [''] : text })}
    />
  )
}
