import { Page } from '../../components/Page.tsx'

export function SyncPage() {
  return <Page title="Sync" />
}
