import { ActionIcon, Anchor, Checkbox, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { AccountSchema, Audience, AudienceRef } from '../../../shared/model.ts'
import type { PickerOption } from '../../components/searchOptions.ts'
import { SearchPicker } from '../../components/SearchPicker.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { useSchema } from '../sync/useAccount.ts'
import classes from './Map.module.css'
import { type MapScene, useMap } from './MapContext.tsx'
import { kindWords } from './mapWords.ts'

export function audienceSummary({ spec, schema }: MapScene): string {
  if (spec.audiences.length === 0) return 'Nothing: people are only added or updated'
  return spec.audiences.map((ref) => audienceOf(schema, ref)?.name ?? 'one that is gone').join(', ')
}

/** Forms, tags, sequences and lists, by name. */
export function AudienceSection() {
  const { spec, schema, edit, connector, account } = useMap()
  const create = useCreateAudience()
  const read = useSchema(account.id)
  const options = schema.audiences
    .filter((audience) => audience.open && !spec.audiences.some((ref) => isSame(ref, audience)))
    .map((audience): PickerOption => ({
      value: keyOf(audience),
      label: audience.name,
      group: kindWords[audience.kind].many,
      ...(audience.optIn !== null && { hint: `${audience.optIn} opt-in` }),
    }))
  const kinds = connector.audiences.map(({ kind }) => kindWords[kind].one)
  return (
    <Stack gap="xs">
      {spec.audiences.map((ref) => (
        <Chosen key={keyOf(ref)} audience={ref} />
      ))}
      <SearchPicker
        label="Add an audience"
        searchWords={`Search by name`}
        quiet
        options={options}
        onPick={(value) => {
          const found = schema.audiences.find((audience) => keyOf(audience) === value)
          if (found !== undefined) edit({ of: 'audience', audience: found, on: true })
        }}
        {...(create !== null && { create })}
      >
        {`Choose a ${kinds.join(', ').replace(/, ([^,]*)$/, ' or $1')}`}
      </SearchPicker>
      <NewPeople />
      <Anchor
        component="button"
        type="button"
        size="xs"
        ta="start"
        disabled={read.isFetching}
        onClick={() => void read.refetch()}
      >
        {read.isFetching
          ? 'Reading the account…'
          : `Made one in ${account.serviceTitle} just now? Read the account again`}
      </Anchor>
    </Stack>
  )
}

/** What becomes of people whom the account doesn't have: whether they must confirm, and whether they are made at all. */
function NewPeople() {
  const { spec, edit, connector } = useMap()
  // Of the services that are known, only Kit asks by a form.
  const confirmsByForm = connector.audiences.some(({ kind }) => kind === 'form')
  const hasForm = spec.audiences.some(({ kind }) => kind === 'form')
  return (
    <Stack gap={8} mt={4}>
      {confirmsByForm ? (
        <Checkbox
          size="xs"
          label="New people need to confirm"
          description={
            hasForm
              ? 'They are made as unconfirmed, and the form asks them by mail if it is set to. Until they confirm, they wait and get no mail of yours.'
              : 'Choose a form first: it is the form that asks them by mail.'
          }
          checked={spec.confirmation === true}
          disabled={!hasForm && spec.confirmation !== true}
          onChange={(event) =>
            edit({ of: 'choice', change: { confirmation: event.currentTarget.checked || undefined } })
          }
        />
      ) : null}
      <Checkbox
        size="xs"
        label="Only create people who are put somewhere"
        description="Whoever is new and joins nothing is left out of the run."
        checked={spec.onlyPlaced === true}
        onChange={(event) =>
          edit({ of: 'choice', change: { onlyPlaced: event.currentTarget.checked || undefined } })
        }
      />
    </Stack>
  )
}

function Chosen({ audience: ref }: { readonly audience: AudienceRef }) {
  const { schema, edit } = useMap()
  const audience = audienceOf(schema, ref)
  const name = audience?.name ?? 'No longer in the account'
  return (
    <div className={classes.audience}>
      <div style={{ minWidth: 0 }}>
        <Text fw={560} truncate title={name}>
          {name}
        </Text>
        <Text size="xs" c={audience === undefined ? 'var(--lf-rejected)' : 'dimmed'}>
          {audience === undefined
            ? `This ${kindWords[ref.kind].one} was deleted there. Take it out, or choose another.`
            : joinWords(audience)}
        </Text>
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Don’t put people into ${name}`}
        onClick={() => edit({ of: 'audience', audience: ref, on: false })}
      >
        <IconX size={15} />
      </ActionIcon>
    </div>
  )
}

/** What joining means: some of it sends mail. */
function joinWords({ kind, optIn }: Audience): string {
  switch (kind) {
    case 'form':
      return optIn === 'double'
        ? 'Form. Whoever joins it is sent its confirmation mail.'
        : 'Form. Joining may send its confirmation or incentive mail, and start what you automated on it.'
    case 'sequence':
      return 'Sequence. Its mails begin to be sent to whoever joins.'
    case 'tag':
      return 'Tag. No mail by itself; automations that start with it do start.'
    case 'list':
      return `List, ${optIn ?? 'single'} opt-in. Being on it is not consent; flows that start with it do start.`
  }
}

/** Makes a tag or list of the name that was typed. */
function useCreateAudience(): {
  readonly words: (name: string) => string
  readonly onCreate: (name: string) => void
} | null {
  const { engine } = useEngine()
  const { account, connector, edit } = useMap()
  const queries = useQueryClient()
  const kind = connector.audiences.find(({ canCreate }) => canCreate)?.kind
  if (kind !== 'tag' && kind !== 'list') return null
  const create = async (name: string): Promise<void> => {
    const audience = await engine.connections.createAudience({ connection: account.id, kind, name })
    queries.setQueryData(
      ['connections', 'describe', account.id],
      (schema: AccountSchema | undefined) => schema && withAudience(schema, audience),
    )
    edit({ of: 'audience', audience, on: true })
  }
  return {
    words: (name) => `Make the ${kind} “${name}” in ${account.name}`,
    onCreate: (name) =>
      void create(name).catch((error: unknown) =>
        notifications.show({
          color: 'red',
          title: `The ${kind} “${name}” could not be made`,
          message: error instanceof Error ? error.message : String(error),
        }),
      ),
  }
}

function withAudience(schema: AccountSchema, audience: Audience): AccountSchema {
  return { ...schema, audiences: [...schema.audiences.filter((one) => !isSame(one, audience)), audience] }
}

function audienceOf({ audiences }: AccountSchema, ref: AudienceRef): Audience | undefined {
  return audiences.find((audience) => isSame(audience, ref))
}

function isSame(a: AudienceRef, b: AudienceRef): boolean {
  return a.kind === b.kind && a.id === b.id
}

function keyOf({ kind, id }: AudienceRef): string {
  return `${kind} ${id}`
}
