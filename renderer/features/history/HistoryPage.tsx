import { Page } from '../../components/Page.tsx'

export function HistoryPage() {
  return <Page title="History" />
}
