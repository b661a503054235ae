import { AppShell } from '@mantine/core'
import { WindowDrop } from '../features/files/WindowDrop.tsx'
import { ActsProvider } from '../features/objects/ActsContext.tsx'
import { Palette } from '../features/palette/Palette.tsx'
import { useMendedNotice } from '../features/settings/useMendedNotice.tsx'
import { useThemeSetting } from '../features/settings/useThemeSetting.ts'
import { useChanges } from '../useChanges.ts'
import { useFocusAfterMove } from './useFocusAfterMove.ts'
import { useHostEvents } from './useHostEvents.ts'
import { useWindowTitle } from './useWindowTitle.ts'
import { Sidebar } from './Sidebar.tsx'
import { Pages } from './Pages.tsx'
import classes from './Shell.module.css'

/** The window: a narrow sidebar and one working area. */
export function Shell() {
  useChanges()
  useThemeSetting()
  useHostEvents()
  useMendedNotice()
  useFocusAfterMove('main')
  useWindowTitle()
  return (
    <AppShell navbar={{ width: { base: 60, md: 196 }, breakpoint: 0 }} padding={0} withBorder={false}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <AppShell.Navbar className={classes.navbar} aria-label="Main">
        <Sidebar />
      </AppShell.Navbar>
      <WindowDrop />
      <ActsProvider>
        <Palette />
        <AppShell.Main className={classes.main} id="main" tabIndex={-1}>
          <Pages />
        </AppShell.Main>
      </ActsProvider>
    </AppShell>
  )
}
