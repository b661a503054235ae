import { Page } from '../../components/Page.tsx'

export function WelcomePage() {
  return <Page title="Welcome" />
}
