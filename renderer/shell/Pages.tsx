import { Redirect, Route, Switch } from 'wouter'
import { ConnectionsPage } from '../features/connect/ConnectionsPage.tsx'
import { HistoryPage } from '../features/history/HistoryPage.tsx'
import { PeoplePage } from '../features/people/PeoplePage.tsx'
import { SettingsPage } from '../features/settings/SettingsPage.tsx'
import { SyncPage } from '../features/sync/SyncPage.tsx'
import { SyncsPage } from '../features/syncs/SyncsPage.tsx'
import { WelcomePage } from '../features/welcome/WelcomePage.tsx'

/** One page for each address. Ids stand in the address, so that a reload comes back to the same place. */
export function Pages() {
  return (
    <Switch>
      <Route path="/" component={WelcomePage} />
      <Route path="/syncs" component={SyncsPage} />
      <Route path="/sync/:step/:id?" component={SyncPage} />
      <Route path="/people" component={PeoplePage} />
      <Route path="/history/:run?/:show?" component={HistoryPage} />
      <Route path="/connections/:action?" component={ConnectionsPage} />
      <Route path="/settings" component={SettingsPage} />
      <Route>
        <Redirect to="/" />
      </Route>
    </Switch>
  )
}
