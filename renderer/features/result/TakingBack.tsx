import { Text } from '@mantine/core'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { gotThrough } from './notThroughCount.ts'

/** Says plainly what stays done. The services' own limits: their APIs have no call for the opposite. */
export function TakingBack({ receipt }: { readonly receipt: Receipt }) {
  return (
    <Text size="xs" c="dimmed" mt="sm">
      {backWords(receipt)}
    </Text>
  )
}

function backWords(receipt: Receipt): string {
  if (gotThrough(receipt) + receipt.outcomes['partly-written'] === 0)
    return 'Nothing was written, so there is nothing to take back.'
  return [
    `Can’t be taken back: mail that ${receipt.service} sent because somebody joined or changed.`,
    serviceWords(receipt),
    'What each field held before stands with each row in History.',
  ].join(' ')
}

function serviceWords({ service, audiences }: Receipt): string {
  if (service !== 'Kit')
    return 'New profiles stay, unless you delete them in Klaviyo; who was put on a list can be taken off it.'
  const stays = audiences.some((name) => name.startsWith('form') || name.startsWith('sequence'))
  return stays
    ? 'Kit lets no program delete a person, or take one out of a form or a sequence: that is done in Kit itself.'
    : 'Kit lets no program delete a person: new people stay until they are deleted in Kit itself.'
}
