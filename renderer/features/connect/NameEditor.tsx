import { ActionIcon, Group, Text, TextInput } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { useEngine } from '../../EngineContext.tsx'

/** The user's name for an account; Enter keeps a new one, Escape the old. */
export function NameEditor({ connection }: { readonly connection: ConnectionView }) {
  const { engine } = useEngine()
  const [draft, setDraft] = useState<string | null>(null)
  const rename = useMutation({
    mutationFn: (name: string) => engine.connections.edit({ connection: connection.id, name }),
    onSuccess: () => setDraft(null),
  })
  if (draft === null)
    return (
      <Group gap={4}>
        <Text fw={620} size="lg">
          {connection.name}
        </Text>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`Rename ${connection.name}`}
          onClick={() => setDraft(connection.name)}
        >
          <IconPencil size={14} />
        </ActionIcon>
      </Group>
    )
  const keep = () => (draft.trim() === connection.name ? setDraft(null) : rename.mutate(draft))
  return (
    <TextInput
      autoFocus
      size="xs"
      aria-label="Name of this account"
      value={draft}
      error={rename.error?.message}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep()
        if (event.key === 'Escape') setDraft(null)
      }}
    />
  )
}
