import { SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import type { Field } from '../../../../shared/model.ts'
import type { Action } from '../../../../shared/rules/rules.ts'
import { SearchPicker } from '../../../components/SearchPicker.tsx'
import { type MapScene, useMap } from '../MapContext.tsx'
import { kindWords } from '../mapWords.ts'
import { TemplateEditor } from '../TemplateEditor.tsx'

/** An action of that kind to begin with; `null` where the account has nothing for it. */
export function firstAction(
  what: Action['do'],
  scene: Pick<MapScene, 'schema' | 'connector'>,
): Action | null {
  if (what === 'unsubscribe') return { do: what }
  if (what === 'set') {
    const [field] = settable(scene)
    return field === undefined ? null : setAction(field)
  }
  const [audience] = audiencesFor(what, scene)
  return audience === undefined ? null : { do: what, audience: { kind: audience.kind, id: audience.id } }
}

function setAction({ id, type }: Field): Action {
  const rule = {
    field: id,
    type,
    from: { constant: '' },
    transforms: [],
    write: 'always',
    blank: 'leave',
  } as const
  return { do: 'set', rule }
}

/** What people are known by is mapped, never set by a rule. */
function settable({ schema, connector }: Pick<MapScene, 'schema' | 'connector'>): readonly Field[] {
  return schema.fields.filter(({ id }) => !connector.requiredFields.includes(id))
}

function audiencesFor(what: 'join' | 'leave', { schema, connector }: Pick<MapScene, 'schema' | 'connector'>) {
  return schema.audiences.filter(({ kind, open }) =>
    what === 'join' ? open : connector.audiences.some((one) => one.kind === kind && one.canLeave),
  )
}

/** What an action is done with: an audience, or a field and its value. */
export function ActionTarget({
  action,
  onChange,
}: {
  readonly action: Action
  readonly onChange: (action: Action) => void
}) {
  const scene = useMap()
  switch (action.do) {
    case 'unsubscribe':
      return (
        <Text size="xs" c="dimmed">
          They get no mail from this account any more. Only they themselves can come back.
        </Text>
      )
    case 'join':
    case 'leave': {
      const { do: what, audience } = action
      const options = audiencesFor(what, scene).map(({ kind, id, name }) => ({
        value: `${kind} ${id}`,
        label: name,
        group: kindWords[kind].many,
        kind,
        id,
      }))
      const chosen = scene.schema.audiences.find(
        ({ kind, id }) => kind === audience.kind && id === audience.id,
      )
      return (
        <SearchPicker
          label={what === 'join' ? 'What they are put into' : 'What they are taken out of'}
          searchWords="Search by name"
          value={`${audience.kind} ${audience.id}`}
          options={options}
          onPick={(value) => {
            const found = options.find((one) => one.value === value)
            if (found !== undefined) onChange({ do: what, audience: { kind: found.kind, id: found.id } })
          }}
        >
          {chosen === undefined ? 'No longer in the account' : `${kindWords[chosen.kind].one} ${chosen.name}`}
        </SearchPicker>
      )
    }
    case 'set':
      return <SetField action={action} onChange={onChange} />
  }
}

function SetField({
  action: { rule },
  onChange,
}: {
  readonly action: Extract<Action, { readonly do: 'set' }>
  readonly onChange: (action: Action) => void
}) {
  const scene = useMap()
  const fields = settable(scene)
  const label = fields.find(({ id }) => id === rule.field)?.label ?? 'A field that is gone'
  const from = (origin: typeof rule.from) => onChange({ do: 'set', rule: { ...rule, from: origin } })
  return (
    <Stack gap={4}>
      <SearchPicker
        label="The field that is set"
        searchWords="Search the account’s fields"
        value={rule.field}
        options={fields.map(({ id, label: name }) => ({ value: id, label: name, group: 'Fields' }))}
        onPick={(value) => {
          const found = fields.find(({ id }) => id === value)
          if (found !== undefined) onChange(setAction(found))
        }}
      >
        {label}
      </SearchPicker>
      <SegmentedControl
        size="xs"
        aria-label={`What ${label} is set to`}
        style={{ alignSelf: 'flex-start' }}
        data={[
          { value: 'constant', label: 'One value' },
          { value: 'template', label: 'From columns' },
        ]}
        value={'constant' in rule.from ? 'constant' : 'template'}
        onChange={(value) =>
          from(
            value === 'constant'
              ? { constant: '' }
              : { template: [{ column: scene.source.columns[0]?.index ?? 0 }] },
          )
        }
      />
      {'constant' in rule.from ? (
        <TextInput
          size="xs"
          aria-label={`Value of ${label}`}
          value={rule.from.constant}
          onChange={(event) => from({ constant: event.currentTarget.value })}
        />
      ) : null}
      {'template' in rule.from ? (
        <TemplateEditor label={label} parts={rule.from.template} onParts={(template) => from({ template })} />
      ) : null}
    </Stack>
  )
}
