import { Anchor, Group, NumberInput, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { useEngine } from '../../EngineContext.tsx'
import { count } from '../../words.ts'

/** How many people the account's plan takes, where its service doesn't tell; a plan that would pass it asks first. */
export function OwnLimit({ connection }: { readonly connection: ConnectionView }) {
  const { engine } = useEngine()
  const [draft, setDraft] = useState<number | string | null>(null)
  const save = useMutation({
    mutationFn: (ownLimit: number | null) => engine.connections.edit({ connection: connection.id, ownLimit }),
    onSuccess: () => setDraft(null),
  })
  if (connection.account.contactLimit !== null) return null
  const { ownLimit } = connection
  if (draft === null)
    return (
      <Group gap={6}>
        <Text c="dimmed" size="sm">
          {ownLimit === null
            ? `${connection.serviceTitle} does not tell how many people your plan takes.`
            : `Your plan takes ${count(ownLimit)} people, as you said.`}
        </Text>
        <Anchor component="button" type="button" size="sm" onClick={() => setDraft(ownLimit ?? '')}>
          {ownLimit === null ? 'Say how many' : 'Change'}
        </Anchor>
      </Group>
    )
  const keep = () => save.mutate(draft === '' ? null : Math.max(1, Math.round(Number(draft))))
  return (
    <NumberInput
      autoFocus
      size="xs"
      maw={240}
      label="People your plan takes (empty: not said)"
      min={1}
      max={1_000_000_000}
      allowDecimal={false}
      thousandSeparator=","
      value={draft}
      error={save.error?.message}
      onChange={setDraft}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep()
        if (event.key === 'Escape') setDraft(null)
      }}
    />
  )
}
