import { Anchor, Group } from '@mantine/core'
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
        ['Begun', whenWords(receipt)],
        [
          'Sent',
          <Group key="sent" gap="md">
            <Anchor component={Link} href={`/history/${receipt.id}/requests`} size="sm">
              {counted(receipt.requests, 'request')}
            </Anchor>
            <Anchor component={Link} href={`/history/${receipt.id}`} size="sm">
              Every row of run {receipt.id}
            </Anchor>
          </Group>,
        ],
      ]}
    />
  )
}

function whenWords({ startedAt, endedAt }: Receipt): string {
  return `${moment(startedAt)}, ${endedAt === null ? 'not over yet' : `took ${duration(endedAt - startedAt)}`}`
}
