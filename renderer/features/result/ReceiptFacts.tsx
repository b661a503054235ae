import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { Facts } from '../../components/Facts.tsx'
import { modeWords } from '../../components/modeWords.ts'
import { counted, duration, moment } from '../../words.ts'

/** What a run was asked to do, when, and what it took. */
export function ReceiptFacts({ receipt }: { readonly receipt: Receipt }) {
  return (
    <Facts
      facts={[
        ['Send', modeWords(receipt.mode)],
        [
          'Put them into',
          receipt.audiences.length === 0 ? 'nothing; only their fields' : receipt.audiences.join(', '),
        ],
        ['Begun', moment(receipt.startedAt)],
        ['Took', receipt.endedAt === null ? 'not over yet' : duration(receipt.endedAt - receipt.startedAt)],
        [
          'Requests',
          <Anchor key="requests" component={Link} href={`/history/${receipt.id}?show=requests`} size="sm">
            {counted(receipt.requests, 'request')}
          </Anchor>,
        ],
        [
          'Every row',
          <Anchor key="rows" component={Link} href={`/history/${receipt.id}`} size="sm">
            Run {receipt.id} in History
          </Anchor>,
        ],
      ]}
    />
  )
}
