import { Page } from '../../components/Page.tsx'

export function SyncsPage() {
  return <Page title="Syncs" />
}
