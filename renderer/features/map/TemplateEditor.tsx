import { ActionIcon, Button, Group, TextInput } from '@mantine/core'
import { IconChevronLeft, IconX } from '@tabler/icons-react'
import type { TemplatePart } from '../../../shared/model.ts'
import { SearchPicker } from '../../components/SearchPicker.tsx'
import classes from './Map.module.css'
import { useMap } from './MapContext.tsx'

/** Several columns and fixed text into one value: `{First name} {Last name}`. */
export function TemplateEditor({
  label,
  parts,
  onParts,
}: {
  readonly label: string
  readonly parts: readonly TemplatePart[]
  readonly onParts: (parts: readonly TemplatePart[]) => void
}) {
  const { source } = useMap()
  const nameOf = (column: number) => source.columns.find(({ index }) => index === column)?.name ?? ''
  const removeAt = (at: number) => onParts(parts.filter((_, index) => index !== at))
  const forward = (at: number) => onParts(swapped(parts, at - 1))
  return (
    <div className={classes.parts} role="group" aria-label={`Parts of ${label}`}>
      {parts.map((part, at) =>
        'column' in part ? (
          <span key={at} className={classes.chip}>
            {at === 0 ? null : (
              <ActionIcon
                size="xs"
                variant="subtle"
                aria-label={`Move ${nameOf(part.column)} to the front`}
                onClick={() => forward(at)}
              >
                <IconChevronLeft size={13} />
              </ActionIcon>
            )}
            <span className={classes.chipText}>{nameOf(part.column)}</span>
            <RemoveButton
              words={`Leave out ${nameOf(part.column)}`}
              isLast={parts.length === 1}
              onRemove={() => removeAt(at)}
            />
          </span>
        ) : (
          <Group key={at} gap={0} wrap="nowrap">
            <TextInput
              size="xs"
              w={`${Math.max(5, part.text.length + 4)}ch`}
              aria-label={`Text ${at + 1} of ${label}`}
              placeholder="text"
              maxLength={1000}
              value={part.text}
              onChange={(event) => onParts(parts.with(at, { text: event.currentTarget.value }))}
            />
            <RemoveButton
              words="Leave out this text"
              isLast={parts.length === 1}
              onRemove={() => removeAt(at)}
            />
          </Group>
        ),
      )}
      <div style={{ width: 150 }}>
        <SearchPicker
          label={`Add a column to ${label}`}
          searchWords="Search the columns"
          quiet
          options={source.columns.map(({ index, name }) => ({
            value: String(index),
            label: name,
            group: 'Columns',
          }))}
          onPick={(column) => onParts([...parts, { column: Number(column) }])}
        >
          Add a column
        </SearchPicker>
      </div>
      <Button size="compact-sm" variant="subtle" onClick={() => onParts([...parts, { text: ' ' }])}>
        Add text
      </Button>
    </div>
  )
}

function RemoveButton({
  words,
  isLast,
  onRemove,
}: {
  readonly words: string
  readonly isLast: boolean
  readonly onRemove: () => void
}) {
  if (isLast) return <span style={{ width: 6 }} />
  return (
    <ActionIcon size="sm" variant="subtle" aria-label={words} onClick={onRemove}>
      <IconX size={13} />
    </ActionIcon>
  )
}

function swapped(parts: readonly TemplatePart[], at: number): readonly TemplatePart[] {
  const [a, b] = [parts[at], parts[at + 1]]
  return a === undefined || b === undefined ? parts : parts.with(at, b).with(at + 1, a)
}
