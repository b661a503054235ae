import { Button, Group, NavLink, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import { RunsUnderWay } from '../features/run/RunsUnderWay.tsx'
import { places } from './places.ts'

export function Sidebar() {
  const [location, navigate] = useLocation()
  return (
    <Stack gap="md">
      <Group gap="xs" px={4} py={2} wrap="nowrap">
        <img src="./icon.svg" width={26} height={26} alt="" />
        <Text fw={680} size="lg">
          Listferry
        </Text>
      </Group>
      <Button
        leftSection={<IconPlus size={16} />}
        justify="flex-start"
        onClick={() => navigate('/sync/import')}
      >
        New sync
      </Button>
      <Stack gap={2}>
        {places.map(({ path, label, icon: Icon }) => (
          <NavLink
            key={path}
            component={Link}
            href={path}
            label={label}
            leftSection={<Icon size={18} stroke={1.7} />}
            active={location.startsWith(path)}
            aria-current={location.startsWith(path) ? 'page' : undefined}
            style={{ borderRadius: 'var(--mantine-radius-md)' }}
          />
        ))}
      </Stack>
      <RunsUnderWay />
    </Stack>
  )
}
