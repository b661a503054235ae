import { Button, Popover, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowsSplit2 } from '@tabler/icons-react'
import { useState } from 'react'
import type { Field, FieldRule } from '../../../../shared/model.ts'
import { SearchPicker } from '../../../components/SearchPicker.tsx'
import { fieldOptions } from '../fieldOptions.ts'
import { useMap } from '../MapContext.tsx'
import { useCreateField } from '../useCreateField.tsx'

/** One column into two fields. */
export function SplitMenu({ rule }: { readonly rule: FieldRule }) {
  const { spec, schema, source, edit } = useMap()
  const [isOpen, setOpen] = useState(false)
  const [separator, setSeparator] = useState<string | null>(null)
  const split = (second: Field) => {
    setOpen(false)
    edit({ of: 'split', field: rule.field, second, separator: separator === '' ? null : separator })
  }
  const create = useCreateField(split)
  const label = schema.fields.find(({ id }) => id === rule.field)?.label ?? rule.field
  const others = schema.fields.filter(({ id }) => id !== rule.field && id !== 'email')
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      shadow="md"
      width={300}
      closeOnClickOutside={false}
    >
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconArrowsSplit2 size={14} />}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          Split into two fields
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Text size="sm">The first part stays in {label}. The rest goes into another field.</Text>
          <SegmentedControl
            size="xs"
            aria-label="Where it is split"
            data={[
              { value: 'word', label: 'After the first word' },
              { value: 'sign', label: 'At a sign' },
            ]}
            value={separator === null ? 'word' : 'sign'}
            onChange={(value) => setSeparator(value === 'word' ? null : ',')}
          />
          {separator === null ? null : (
            <TextInput
              size="xs"
              label="The sign or text between the parts"
              maxLength={100}
              value={separator}
              onChange={(event) => setSeparator(event.currentTarget.value)}
            />
          )}
          <SearchPicker
            label="Field for the rest"
            searchWords="Search the account’s fields"
            options={fieldOptions(others, spec.mapping, source.columns)}
            onPick={(value) => {
              const field = others.find(({ id }) => value === `field:${id}`)
              if (field !== undefined) split(field)
            }}
            {...(create !== null && { create })}
          >
            Choose the field for the rest
          </SearchPicker>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
