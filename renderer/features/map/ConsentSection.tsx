import { Checkbox, Group, Radio, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import type { ConnectorView } from '../../../shared/contract/connections.ts'
import type { Channel, ConsentRule } from '../../../shared/model.ts'
import { SearchPicker } from '../../components/SearchPicker.tsx'
import { agreedOn } from './agreedOn.ts'
import { useMap } from './MapContext.tsx'

const channelWords: Readonly<Record<Channel, string>> = { email: 'Email', sms: 'SMS' }

export function consentSummary(
  consent: ConsentRule | null,
  { consent: offered, title }: ConnectorView,
): string {
  if (offered.length === 0) return `${title} has no such thing`
  if (consent === null) return 'Nobody is subscribed'
  return `Subscribed to ${consent.channels.map((channel) => channelWords[channel]).join(' and ') || '…'}`
}

/** Subscribing people says that they agreed to be written to: it is never a side effect of adding them. */
export function ConsentSection() {
  const { spec, edit, connector } = useMap()
  const { consent } = spec
  const change = (next: Partial<ConsentRule>) =>
    consent !== null && edit({ of: 'consent', consent: { ...consent, ...next } })
  if (connector.consent.length === 0)
    return (
      <Text size="sm">
        {connector.title} keeps no consent of its own: everyone in the account can be written to. Bring only
        people who agreed to that.
      </Text>
    )
  return (
    <Stack gap="sm">
      <Switch
        label="Subscribe these people"
        description="Only if they agreed to be written to. Adding them to a list does not need it."
        checked={consent !== null}
        onChange={(event) =>
          edit({ of: 'consent', consent: event.currentTarget.checked ? firstConsent(spec.audiences) : null })
        }
      />
      {consent === null ? null : (
        <>
          <Channels consent={consent} offered={connector.consent} onChange={change} />
          <ListChoice consent={consent} onChange={change} />
          <Since consent={consent} onChange={change} />
          <TextInput
            label="Where they agreed"
            description="The account shows it with each of them."
            placeholder="Booth, trade fair 2026"
            maxLength={200}
            value={consent.source}
            onChange={(event) => change({ source: event.currentTarget.value })}
          />
        </>
      )}
    </Stack>
  )
}

interface PartProps {
  readonly consent: ConsentRule
  readonly onChange: (next: Partial<ConsentRule>) => void
}

function firstConsent(audiences: readonly { readonly kind: string; readonly id: string }[]): ConsentRule {
  const list = audiences.find(({ kind }) => kind === 'list')
  return {
    channels: ['email'],
    audience: list === undefined ? null : { kind: 'list', id: list.id },
    since: null,
    source: '',
  }
}

function Channels({ consent, offered, onChange }: PartProps & { readonly offered: readonly Channel[] }) {
  return (
    <Group gap="md" role="group" aria-label="Subscribe to">
      {offered.map((channel) => (
        <Checkbox
          key={channel}
          size="xs"
          label={channelWords[channel]}
          checked={consent.channels.includes(channel)}
          onChange={(event) => {
            const others = consent.channels.filter((one) => one !== channel)
            onChange({ channels: event.currentTarget.checked ? [...others, channel] : others })
          }}
        />
      ))}
    </Group>
  )
}

function ListChoice({ consent, onChange }: PartProps) {
  const { schema } = useMap()
  const lists = schema.audiences.filter(({ kind, open }) => kind === 'list' && open)
  return (
    <Select
      label="What they agreed to"
      searchable
      limit={60}
      allowDeselect={false}
      data={[
        { value: '', label: 'Mail of this account, no list in particular' },
        ...lists.map(({ id, name, optIn }) => ({
          value: id,
          label: `${name} (${optIn ?? 'single'} opt-in)`,
        })),
      ]}
      value={consent.audience?.id ?? ''}
      onChange={(id) => onChange({ audience: id === null || id === '' ? null : { kind: 'list', id } })}
    />
  )
}

function Since({ consent, onChange }: PartProps) {
  const { source, schema } = useMap()
  const { since } = consent
  const is = since === null ? 'now' : 'date' in since ? 'date' : 'column'
  const list = schema.audiences.find(({ kind, id }) => kind === 'list' && id === consent.audience?.id)
  const column =
    since !== null && 'column' in since
      ? source.columns.find(({ index }) => index === since.column)
      : undefined
  return (
    <Stack gap={6}>
      <Radio.Group
        label="When they agreed"
        value={is}
        onChange={(value) => onChange({ since: firstSince(value, source.columns[0]?.index ?? 0) })}
      >
        <Stack gap={6} mt={6}>
          <Radio
            size="xs"
            value="now"
            label={
              list?.optIn === 'double' ? 'Now: the list’s double opt-in asks each of them to confirm' : 'Now'
            }
          />
          <Radio size="xs" value="date" label="Before, on one day" />
          <Radio size="xs" value="column" label="Before, a column says when" />
        </Stack>
      </Radio.Group>
      {since !== null && 'date' in since ? (
        <TextInput
          type="date"
          aria-label="The day they agreed"
          max={new Date().toISOString().slice(0, 10)}
          value={since.date.slice(0, 10)}
          onChange={(event) => {
            const day = event.currentTarget.value
            if (day !== '') onChange({ since: { date: agreedOn(day, Date.now()) } })
          }}
        />
      ) : null}
      {since !== null && 'column' in since ? (
        <SearchPicker
          label="Column with the day they agreed"
          searchWords="Search the columns"
          value={String(since.column)}
          options={source.columns.map(({ index, name }) => ({
            value: String(index),
            label: name,
            group: 'Columns',
          }))}
          onPick={(value) => onChange({ since: { column: Number(value) } })}
        >
          {column?.name ?? 'Choose the column'}
        </SearchPicker>
      ) : null}
    </Stack>
  )
}

function firstSince(is: string, column: number): ConsentRule['since'] {
  if (is === 'now') return null
  return is === 'column' ? { column } : { date: `${new Date().toISOString().slice(0, 10)}T00:00:00Z` }
}
