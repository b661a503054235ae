import { Kbd, UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useEngine } from '../EngineContext.tsx'
import classes from './Sidebar.module.css'

/** Opens the palette, and tells its keys. */
export function PaletteButton() {
  const { host } = useEngine()
  const isMac = host.platform === 'mac'
  return (
    <UnstyledButton
      className={classes.palette ?? ''}
      title="Go to, or do"
      aria-keyshortcuts={isMac ? 'Meta+K' : 'Control+K'}
      onClick={spotlight.open}
    >
      <IconSearch size={16} stroke={1.7} aria-hidden />
      <span className={classes.word}>Go to, or do</span>
      <span className={classes.keys} aria-hidden>
        <Kbd size="xs">{isMac ? '⌘ K' : 'Ctrl K'}</Kbd>
      </span>
    </UnstyledButton>
  )
}
