import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { AccountSchema, Field, ValueType } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { useMap } from './MapContext.tsx'
import { typeWords } from './mapWords.ts'

/** Makes a field in the account, asking for its type where there is a choice. `null` where none can be made. */
export function useCreateField(onCreated: (field: Field) => void): {
  readonly words: (name: string) => string
  readonly onCreate: (name: string) => void
} | null {
  const { engine } = useEngine()
  const { account, connector, object } = useMap()
  const queries = useQueryClient()
  const types = connector.newFieldTypes
  const [first] = types
  if (first === undefined || object !== null) return null
  const thing = connector.id === 'kit' ? 'custom field' : 'property'
  const create = async (label: string, type: ValueType): Promise<void> => {
    const field = await engine.connections.createField({ connection: account.id, label, type })
    queries.setQueryData(
      ['connections', 'describe', account.id],
      (schema: AccountSchema | undefined) => schema && withField(schema, field),
    )
    onCreated(field)
  }
  const createNow = (label: string, type: ValueType) =>
    void create(label, type).catch((error: unknown) =>
      notifications.show({
        color: 'red',
        title: `“${label}” could not be made`,
        message: error instanceof Error ? error.message : String(error),
      }),
    )
  return {
    words: (name) => `Make the ${thing} “${name}” in ${account.name}`,
    onCreate: (name) => {
      if (types.length === 1) createNow(name, first)
      else
        modals.open({
          modalId: 'new-field',
          closeButtonProps: { 'aria-label': 'Close' },
          title: `A new ${thing} in ${account.name}`,
          children: (
            <NewField
              name={name}
              types={types}
              onCreate={(label, type) => {
                modals.close('new-field')
                createNow(label, type)
              }}
            />
          ),
        })
    },
  }
}

function withField(schema: AccountSchema, field: Field): AccountSchema {
  return { ...schema, fields: [...schema.fields.filter(({ id }) => id !== field.id), field] }
}

function NewField({
  name,
  types,
  onCreate,
}: {
  readonly name: string
  readonly types: readonly ValueType[]
  readonly onCreate: (label: string, type: ValueType) => void
}) {
  const [label, setLabel] = useState(name)
  const [type, setType] = useState<ValueType>(types[0] ?? 'text')
  return (
    <Stack>
      <TextInput label="Name" value={label} onChange={(event) => setLabel(event.currentTarget.value)} />
      <Select
        label="What it holds"
        allowDeselect={false}
        data={types.map((value) => ({ value, label: typeWords[value] }))}
        value={type}
        onChange={(value) => value !== null && setType(value)}
      />
      <Text size="sm" c="dimmed">
        It comes into being in the account with its first value.
      </Text>
      <Group justify="flex-end">
        <Button disabled={label.trim() === ''} onClick={() => onCreate(label.trim(), type)}>
          Use “{label.trim()}”
        </Button>
      </Group>
    </Stack>
  )
}
