import { Button, NavLink, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import { RunsUnderWay } from '../features/run/RunsUnderWay.tsx'
import { places } from './places.ts'
import { PaletteButton } from './PaletteButton.tsx'
import classes from './Sidebar.module.css'

/** The class names of a part, as Mantine takes them. */
function named(names: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([part, name]) => [part, name ?? '']))
}

const newClasses = named({
  root: classes.new,
  inner: classes.newInner,
  section: classes.icon,
  label: classes.word,
})
const placeClasses = named({ root: classes.place, section: classes.icon, body: classes.word })

export function Sidebar() {
  const [location, navigate] = useLocation()
  return (
    <Stack gap="md" h="100%">
      <div className={classes.brand}>
        <img src="./icon.svg" width={26} height={26} alt="" />
        <Text fw={680} size="lg" className={classes.word ?? ''}>
          Listferry
        </Text>
      </div>
      <Button
        classNames={newClasses}
        leftSection={<IconPlus size={16} />}
        justify="flex-start"
        title="New sync"
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
            title={label}
            classNames={placeClasses}
            leftSection={<Icon size={18} stroke={1.7} />}
            active={location.startsWith(path)}
            aria-current={location.startsWith(path) ? 'page' : undefined}
          />
        ))}
      </Stack>
      <RunsUnderWay />
      <PaletteButton />
    </Stack>
  )
}
