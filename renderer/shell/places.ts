import {
  IconAddressBook,
  IconDatabaseExport,
  IconHistory,
  IconPlug,
  IconRefresh,
  IconSettings,
  IconStack2,
  IconZoomCode,
} from '@tabler/icons-react'

/** What the sidebar and the palette lead to. */
export const places = [
  { path: '/syncs', label: 'Syncs', icon: IconRefresh },
  { path: '/people', label: 'People', icon: IconAddressBook },
  { path: '/contents', label: 'In the account', icon: IconStack2 },
  { path: '/query', label: 'Query', icon: IconZoomCode },
  { path: '/copies', label: 'Copies', icon: IconDatabaseExport },
  { path: '/history', label: 'History', icon: IconHistory },
  { path: '/connections', label: 'Connections', icon: IconPlug },
  { path: '/settings', label: 'Settings', icon: IconSettings },
] as const
