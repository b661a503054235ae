import { AppShell } from '@mantine/core'
import { useChanges } from '../useChanges.ts'
import { Sidebar } from './Sidebar.tsx'
import { Pages } from './Pages.tsx'
import classes from './Shell.module.css'

/** The window: a narrow sidebar and one working area. */
export function Shell() {
  useChanges()
  return (
    <AppShell navbar={{ width: 196, breakpoint: 0 }} padding={0} withBorder={false}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <AppShell.Navbar className={classes.navbar}>
        <Sidebar />
      </AppShell.Navbar>
      <AppShell.Main className={classes.main} id="main" tabIndex={-1}>
        <Pages />
      </AppShell.Main>
    </AppShell>
  )
}
