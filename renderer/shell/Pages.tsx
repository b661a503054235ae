import { Anchor, Loader } from '@mantine/core'
import { Suspense, useEffect } from 'react'
import { Link, Redirect, Route, Switch, useLocation } from 'wouter'
import { ErrorBoundary } from '../components/ErrorBoundary.tsx'
import { lazyPart, loadPartsWhenIdle } from '../lazyPart.ts'

const WelcomePage = lazyPart(async () => (await import('../features/welcome/WelcomePage.tsx')).WelcomePage)
const SyncsPage = lazyPart(async () => (await import('../features/syncs/SyncsPage.tsx')).SyncsPage)
const SyncPage = lazyPart(async () => (await import('../features/sync/SyncPage.tsx')).SyncPage)
const ConnectionsPage = lazyPart(
  async () => (await import('../features/connect/ConnectionsPage.tsx')).ConnectionsPage,
)
const HistoryPage = lazyPart(async () => (await import('../features/history/HistoryPage.tsx')).HistoryPage)
const PeoplePage = lazyPart(async () => (await import('../features/people/PeoplePage.tsx')).PeoplePage)
const QueryPage = lazyPart(async () => (await import('../features/query/QueryPage.tsx')).QueryPage)
const ContentsPage = lazyPart(async () => (await import('../features/objects/ContentsPage.tsx')).ContentsPage)
const ReplicationsPage = lazyPart(
  async () => (await import('../features/replications/ReplicationsPage.tsx')).ReplicationsPage,
)
const SettingsPage = lazyPart(
  async () => (await import('../features/settings/SettingsPage.tsx')).SettingsPage,
)

/** One page for each address. Ids stand in the address, so that a reload comes back to the same place. */
export function Pages() {
  const [location] = useLocation()
  useEffect(loadPartsWhenIdle, [])
  return (
    <ErrorBoundary
      what="This page"
      place={location}
      elsewhere={
        <Anchor component={Link} href={location === '/syncs' ? '/history' : '/syncs'}>
          {location === '/syncs' ? 'Go to History' : 'Go to Syncs'}
        </Anchor>
      }
    >
      <Suspense fallback={<Loader size="sm" m="xl" role="img" aria-label="Opening the page" />}>
        <Switch>
          <Route path="/" component={WelcomePage} />
          <Route path="/syncs" component={SyncsPage} />
          <Route path="/sync/:step/:id?" component={SyncPage} />
          <Route path="/people/:connection?/:person?" component={PeoplePage} />
          <Route path="/query" component={QueryPage} />
          <Route path="/contents/:connection?/:type?" component={ContentsPage} />
          <Route path="/copies/:action?" component={ReplicationsPage} />
          <Route path="/history/:run?/:show?" component={HistoryPage} />
          <Route path="/connections/:action?" component={ConnectionsPage} />
          <Route path="/settings" component={SettingsPage} />
          <Route>
            <Redirect to="/" />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  )
}
