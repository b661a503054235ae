import { Checkbox, Radio, Stack, Text, TextInput } from '@mantine/core'
import type { Mode } from '../../../shared/model.ts'
import { SearchPicker } from '../../components/SearchPicker.tsx'
import { useMap } from './MapContext.tsx'
import { addressParts, duplicateWords, modeWords } from './mapWords.ts'

/** Which column tells the same person from file to file, so that a new address is nobody new. */
export function StableIdPicker() {
  const { spec, edit, source } = useMap()
  const column = spec.stableId?.column ?? null
  const group = 'The same person has the same'
  return (
    <Stack gap={4} mt="sm">
      <Text size="sm">Who is who from file to file</Text>
      <SearchPicker
        label="What tells the same person from file to file"
        searchWords="Search the columns"
        value={column === null ? 'address' : String(column)}
        options={[
          { value: 'address', label: 'address', group },
          ...source.columns.map(({ index, name }) => ({ value: String(index), label: name, group })),
        ]}
        onPick={(value) =>
          edit({
            of: 'choice',
            change: { stableId: value === 'address' ? undefined : { column: Number(value) } },
          })
        }
      >
        {column === null
          ? 'The same address'
          : `The same ${source.columns.find(({ index }) => index === column)?.name ?? ''}`}
      </SearchPicker>
      <Text size="xs" c="dimmed">
        A column such as a customer number: whoever has a new address in this file is then updated, and is no
        second person.
      </Text>
    </Stack>
  )
}

/** Which rows are sent. */
export function ModeSection() {
  const { spec, edit, source, object } = useMap()
  const modes =
    object === null ? modeWords : modeWords.filter(({ value }) => value !== 'append' && value !== 'mirror')
  const cursor = spec.append?.cursorColumn ?? null
  const choose = (mode: Mode) =>
    edit({
      of: 'choice',
      change: {
        mode,
        append: mode === 'append' ? (spec.append ?? { recipe: '', cursorColumn: null }) : null,
      },
    })
  return (
    <Stack gap="xs">
      <Radio.Group aria-label="Which rows" value={spec.mode} onChange={(value) => choose(value)}>
        <Stack gap={8}>
          {modes.map(({ value, label, words }) => (
            <Radio key={value} size="xs" value={value} label={label} description={words} />
          ))}
        </Stack>
      </Radio.Group>
      {spec.append === null ? null : (
        <SearchPicker
          label="A row is new when"
          searchWords="Search the columns"
          value={cursor === null ? 'identity' : String(cursor)}
          options={[
            { value: 'identity', label: 'its address was never sent before', group: 'New is a row when' },
            ...source.columns.map(({ index, name }) => ({
              value: String(index),
              label: `its ${name} is higher than any before`,
              hint: 'a number or date that grows',
              group: 'New is a row when',
            })),
          ]}
          onPick={(value) =>
            edit({
              of: 'choice',
              change: {
                append: {
                  recipe: spec.append?.recipe ?? '',
                  cursorColumn: value === 'identity' ? null : Number(value),
                },
              },
            })
          }
        >
          {cursor === null
            ? 'New: its address was never sent'
            : `New: its ${source.columns.find(({ index }) => index === cursor)?.name ?? ''} is higher`}
        </SearchPicker>
      )}
    </Stack>
  )
}

export function DuplicatesSection() {
  const { spec, edit, object } = useMap()
  const one = object?.view.one
  return (
    <Radio.Group
      aria-label={
        one === undefined
          ? 'Which of several rows with the same address counts'
          : `Which of several rows about the same ${one} counts`
      }
      value={spec.duplicates}
      onChange={(value) => edit({ of: 'choice', change: { duplicates: value } })}
    >
      <Stack gap={8}>
        {duplicateWords
          .filter(({ value }) => one === undefined || value === 'last' || value === 'first')
          .map(({ value, label, words }) => (
            <Radio key={value} size="xs" value={value} label={label} description={words} />
          ))}
      </Stack>
    </Radio.Group>
  )
}

/** What is passed over where two addresses are compared: only what the user asks for. */
export function SameAddressSection() {
  const { spec, edit } = useMap()
  const chosen = spec.sameAddress ?? []
  return (
    <Checkbox.Group
      label="Addresses are the same that differ only in"
      labelProps={{ size: 'xs', c: 'dimmed', mt: 'sm' }}
      value={[...chosen]}
      onChange={(values) =>
        edit({
          of: 'choice',
          change: {
            sameAddress: addressParts.map(({ value }) => value).filter((one) => values.includes(one)),
          },
        })
      }
    >
      <Stack gap={8} mt={6}>
        <Checkbox size="xs" checked disabled readOnly label="Upper and lower case" />
        {addressParts.map(({ value, label }) => (
          <Checkbox key={value} size="xs" value={value} label={label} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}

export function HeldBackSection() {
  const { spec, edit } = useMap()
  return (
    <Stack gap={8}>
      <Text size="sm" c="dimmed">
        Whoever unsubscribed, bounced or complained, in the account or by a column of the file, is never
        subscribed or put into anything again.
      </Text>
      <Radio.Group
        aria-label="What is done with people who left"
        value={spec.heldBack}
        onChange={(value) => edit({ of: 'choice', change: { heldBack: value } })}
      >
        <Stack gap={8}>
          <Radio size="xs" value="skip" label="Nothing is sent for them" />
          <Radio size="xs" value="fields-only" label="Only their fields are updated" />
        </Stack>
      </Radio.Group>
      <Checkbox
        size="xs"
        label="Also hold back who left somewhere else"
        description="Another account here, or another file that you sent: Listferry keeps a list of them, without their addresses."
        checked={spec.ignoreLeftList !== true}
        onChange={(event) =>
          edit({ of: 'choice', change: { ignoreLeftList: event.currentTarget.checked ? undefined : true } })
        }
      />
    </Stack>
  )
}

/** A tag or list of its own, so that everyone of this import can be found in the service too. */
export function ImportTagSection() {
  const { spec, edit, source, connector } = useMap()
  const kind = connector.id === 'kit' ? 'tag' : 'list'
  const set = (importTag: string | null) => edit({ of: 'choice', change: { importTag } })
  return (
    <Stack gap="xs">
      <Checkbox
        size="xs"
        label={`Put everyone this run touches into a ${kind} of its own`}
        checked={spec.importTag !== null}
        onChange={(event) => set(event.currentTarget.checked ? tagName(source.name) : null)}
      />
      {spec.importTag === null ? null : (
        <TextInput
          aria-label={`Name of the ${kind}`}
          maxLength={200}
          value={spec.importTag}
          error={spec.importTag.trim() === '' ? `Give the ${kind} a name, or untick it.` : null}
          onChange={(event) => set(event.currentTarget.value)}
        />
      )}
    </Stack>
  )
}

/** `import 2026-11-20 booth` */
function tagName(file: string): string {
  const today = new Date()
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
  return `import ${day} ${file.replace(/\.[^.]+$/, '')}`.slice(0, 200)
}
