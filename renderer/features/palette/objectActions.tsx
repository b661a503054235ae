import { type Icon, IconKey, IconPencil, IconPlus, IconTrash, IconUserOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Act } from '../objects/acts.ts'

interface Choice {
  readonly label: string
  readonly icon: Icon
  readonly act: Act
}

const anywhere = { connection: null } as const
const anything = { ...anywhere, object: null } as const

/** What can be done to a Kit account at once, without a file. */
const choices: readonly Choice[] = [
  {
    label: 'Unsubscribe a person',
    icon: IconUserOff,
    act: { is: 'unsubscribe', ...anywhere, email: '' },
  },
  { label: 'New tag', icon: IconPlus, act: { is: 'insert', ...anywhere, type: 'tags' } },
  { label: 'Rename a tag', icon: IconPencil, act: { is: 'update', ...anything, type: 'tags' } },
  { label: 'New custom field', icon: IconPlus, act: { is: 'insert', ...anywhere, type: 'customFields' } },
  {
    label: 'Rename a custom field',
    icon: IconPencil,
    act: { is: 'update', ...anything, type: 'customFields' },
  },
  {
    label: 'Delete a custom field',
    icon: IconTrash,
    act: { is: 'delete', ...anything, type: 'customFields' },
  },
  { label: 'New broadcast', icon: IconPlus, act: { is: 'insert', ...anywhere, type: 'broadcasts' } },
  { label: 'Change a broadcast', icon: IconPencil, act: { is: 'update', ...anything, type: 'broadcasts' } },
  { label: 'Delete a broadcast', icon: IconTrash, act: { is: 'delete', ...anything, type: 'broadcasts' } },
  { label: 'New webhook', icon: IconPlus, act: { is: 'insert', ...anywhere, type: 'webhooks' } },
  { label: 'Delete a webhook', icon: IconTrash, act: { is: 'delete', ...anything, type: 'webhooks' } },
  {
    label: 'New webhook endpoint',
    icon: IconPlus,
    act: { is: 'insert', ...anywhere, type: 'webhookEndpoints' },
  },
  {
    label: 'Change a webhook endpoint',
    icon: IconPencil,
    act: { is: 'update', ...anything, type: 'webhookEndpoints' },
  },
  { label: 'New signing secret of a webhook endpoint', icon: IconKey, act: { is: 'secret', ...anything } },
  {
    label: 'Delete a webhook endpoint',
    icon: IconTrash,
    act: { is: 'delete', ...anything, type: 'webhookEndpoints' },
  },
]

/** Mantine's own type lets in anything. */
export interface PaletteAction {
  readonly id: string
  readonly label: string
  readonly description: string
  readonly leftSection: ReactNode
  readonly onClick: () => void
  /** Found by these too. */
  readonly keywords?: string[]
}

export function objectActions(open: (act: Act) => void): readonly PaletteAction[] {
  return choices.map(({ label, icon: Shape, act }) => ({
    id: `act ${label}`,
    label,
    description: 'In a Kit account',
    leftSection: <Shape size={18} />,
    onClick: () => open(act),
  }))
}
