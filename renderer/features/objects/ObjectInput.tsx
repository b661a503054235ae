import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import { endpointEvents, webhookEvents } from '../../../shared/webhookEvents.ts'
import { useSchema } from '../sync/useAccount.ts'
import { formChoice } from './formChoice.ts'

interface ObjectInputProps {
  readonly account: ConnectionView
  readonly type: ObjectTypeView
  readonly field: ObjectTypeView['fields'][number]
  readonly isFirst: boolean
  readonly isRequired: boolean
  readonly value: string
  readonly onValue: (value: string) => void
}

/** One field of a form, as what it holds is best typed or chosen. */
export function ObjectInput(props: ObjectInputProps) {
  const { type, field, isFirst, isRequired, value, onValue } = props
  const { id, label } = field
  const shared = {
    label,
    withAsterisk: isRequired,
    ...(isFirst && { 'data-autofocus': true }),
  }
  if (type.id === 'webhooks' && id === 'event')
    return (
      <Select
        {...shared}
        placeholder="When something happens"
        searchable
        data={eventGroups}
        value={value === '' ? null : value}
        onChange={(picked) => onValue(picked ?? '')}
      />
    )
  if (type.id === 'webhookEndpoints' && id === 'events')
    return (
      <MultiSelect
        {...shared}
        placeholder={value === '' ? 'One or more' : ''}
        searchable
        hidePickedOptions
        data={[...endpointEvents]}
        value={value === '' ? [] : value.split(', ')}
        onChange={(picked) => onValue(picked.join(', '))}
      />
    )
  const choice = formChoice(type.id, id)
  if (choice !== null) return <ChoiceInput {...props} choice={choice} />
  if (field.type === 'boolean')
    return (
      <Select
        {...shared}
        clearable
        data={[
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ]}
        value={value === '' ? null : value}
        onChange={(picked) => onValue(picked ?? '')}
      />
    )
  if (field.type === 'date')
    return (
      <TextInput
        {...shared}
        type="datetime-local"
        value={value}
        onChange={(event) => onValue(event.currentTarget.value)}
      />
    )
  if (id === 'content' || id === 'description')
    return (
      <Textarea
        {...shared}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={100_000}
        value={value}
        onChange={(event) => onValue(event.currentTarget.value)}
      />
    )
  const isAddress = id === 'target_url' || id === 'url' || id === 'initiator_value'
  return (
    <TextInput
      {...shared}
      {...(isAddress && { type: 'url', placeholder: 'https://', inputMode: 'url' as const })}
      withAsterisk={isRequired || id === 'initiator_value' || id === 'product_id'}
      maxLength={isAddress ? 2000 : 500}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
    />
  )
}

const eventGroups = [...new Set(webhookEvents.map(({ group }) => group))].map((group) => ({
  group,
  items: webhookEvents
    .filter((event) => event.group === group)
    .map(({ id, words }) => ({ value: id, label: `${group} ${words}` })),
}))

/** One of the account's own: a form, a tag, a sequence, a custom field, by its name. */
function ChoiceInput({
  account,
  field,
  value,
  onValue,
  choice,
}: ObjectInputProps & { readonly choice: 'form' | 'tag' | 'sequence' | 'custom field' }) {
  const { data, error, isFetching } = useSchema(account.id)
  const options =
    choice === 'custom field'
      ? (data?.fields ?? [])
          .filter(({ custom }) => custom)
          .map(({ id, label }) => ({ value: id.replace(/^custom:/, ''), label }))
      : (data?.audiences ?? [])
          .filter(({ kind }) => kind === choice)
          .map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Select
      label={field.label.replace(/ id$/, '')}
      withAsterisk
      placeholder={`Choose the ${choice}`}
      searchable
      limit={200}
      data={options}
      value={value === '' ? null : value}
      nothingFoundMessage={error?.message ?? (isFetching ? 'Reading the account' : 'None is called that')}
      onChange={(picked) => onValue(picked ?? '')}
    />
  )
}
