import { Page } from '../../components/Page.tsx'

export function PeoplePage() {
  return <Page title="People" />
}
