import { ActionIcon, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Field, FieldRule, ValueOrigin } from '../../../shared/model.ts'
import { SearchPicker } from '../../components/SearchPicker.tsx'
import { fieldOptions } from './fieldOptions.ts'
import classes from './Map.module.css'
import { useMap } from './MapContext.tsx'
import { RuleEditor } from './RuleEditor.tsx'
import { TemplateEditor } from './TemplateEditor.tsx'
import { useCreateField } from './useCreateField.tsx'

/** Fields that no single column fills: several columns in one, or the same value for everyone. */
export function FilledFields() {
  const { spec, schema, source, edit } = useMap()
  const rules = spec.mapping.fields.filter(({ from }) => !('column' in from))
  const mapped = new Set(spec.mapping.fields.map(({ field }) => field))
  const fill = (field: Field) => edit({ of: 'field-filled', field, from: { constant: '' } })
  const create = useCreateField(fill)
  const free = schema.fields.filter(({ id }) => !mapped.has(id) && id !== 'email')
  return (
    <section aria-labelledby="filled-title">
      <Title order={2} fz="h3" id="filled-title" mt="lg" mb={6}>
        Filled in another way
      </Title>
      <Stack gap="xs">
        {rules.map((rule) => (
          <FilledField key={rule.field} rule={rule} />
        ))}
        <div style={{ maxWidth: 320 }}>
          <SearchPicker
            label="Fill another field"
            searchWords="Search the account’s fields"
            quiet
            options={fieldOptions(free, spec.mapping, source.columns)}
            onPick={(value) => {
              const field = free.find(({ id }) => value === `field:${id}`)
              if (field !== undefined) fill(field)
            }}
            {...(create !== null && { create })}
          >
            Several columns, or one value for all
          </SearchPicker>
        </div>
      </Stack>
    </section>
  )
}

function FilledField({ rule }: { readonly rule: FieldRule }) {
  const { schema, edit, source } = useMap()
  const [isOpen, setOpen] = useState(false)
  const label = schema.fields.find(({ id }) => id === rule.field)?.label ?? rule.field
  const setOrigin = (from: ValueOrigin) => edit({ of: 'rule', field: rule.field, change: { from } })
  const isConstant = 'constant' in rule.from
  return (
    <div className={classes.list} style={{ padding: '8px 10px 10px 12px' }}>
      <Group justify="space-between" wrap="nowrap" mb={6}>
        <Group gap="sm">
          <Text fw={600}>{label}</Text>
          <SegmentedControl
            size="xs"
            aria-label={`What fills ${label}`}
            data={[
              { value: 'constant', label: 'One value for all' },
              { value: 'template', label: 'Several columns' },
            ]}
            value={isConstant ? 'constant' : 'template'}
            onChange={(value) =>
              setOrigin(
                value === 'constant'
                  ? { constant: '' }
                  : { template: [{ column: source.columns[0]?.index ?? 0 }] },
              )
            }
          />
        </Group>
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant={isOpen ? 'light' : 'subtle'}
            color="gray"
            aria-label={`How ${label} is written`}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <IconAdjustmentsHorizontal size={17} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Don’t fill ${label}`}
            onClick={() => edit({ of: 'field-dropped', field: rule.field })}
          >
            <IconX size={17} />
          </ActionIcon>
        </Group>
      </Group>
      {'constant' in rule.from ? (
        <TextInput
          aria-label={`Value of ${label} for everyone`}
          placeholder="The same value in every row"
          value={rule.from.constant}
          onChange={(event) => setOrigin({ constant: event.currentTarget.value })}
        />
      ) : null}
      {'template' in rule.from ? (
        <TemplateEditor
          label={label}
          parts={rule.from.template}
          onParts={(template) => setOrigin({ template })}
        />
      ) : null}
      {isOpen ? <RuleEditor rule={rule} /> : null}
    </div>
  )
}
