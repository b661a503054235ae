import { Text } from '@mantine/core'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { usePlannedObject } from '../../usePlannedObject.ts'
import { gotThrough } from './notThroughCount.ts'

/** Says plainly what stays done. The services' own limits: their APIs have no call for the opposite. */
export function TakingBack({ receipt }: { readonly receipt: Receipt }) {
  return (
    <Text size="xs" c="dimmed" mt="sm">
      {backWords(receipt, usePlannedObject(receipt.plan))}
    </Text>
  )
}

function backWords(receipt: Receipt, object: PlanSummary['object']): string {
  if (gotThrough(receipt) + receipt.outcomes['partly-written'] === 0)
    return 'Nothing was written, so there is nothing to take back.'
  if (object !== null) return objectBackWords(receipt, object)
  if (receipt.undoes !== null)
    return `This run took run ${receipt.undoes} back. It can itself be taken back, as far as nobody changes anything first.`
  return [
    'Can be taken back: values, and tags or lists that people were put into, unless somebody changes them first.',
    `Can’t be taken back: mail that ${receipt.service} sent because somebody joined or changed.`,
    serviceWords(receipt),
  ].join(' ')
}

function objectBackWords(
  { service, aboutPeople, undoable }: Receipt,
  { op, type }: NonNullable<PlanSummary['object']>,
): string {
  const before = 'What each row held before stands with it in History.'
  switch (op) {
    case 'unsubscribe':
      return 'Can’t be taken back: only the people themselves can come back, by a form.'
    case 'delete':
      return aboutPeople
        ? `Can be taken back, unless somebody changes it first. ${before}`
        : `Can’t be taken back: what was deleted in ${service} is gone there. ${before}`
    case 'update':
      return undoable ? `Can be taken back, unless somebody changes it first. ${before}` : before
    case 'insert':
      if (type === 'formSubscriptions' || type === 'sequenceSubscriptions')
        return `Can’t be taken back: ${service} lets no program take anybody out of a form or a sequence.`
      if (undoable && !aboutPeople)
        return 'Can be taken back: what was made is deleted again, unless somebody changes it first.'
      return aboutPeople
        ? `Can be taken back, unless somebody changes it first; mail that ${service} sent because of it can’t.`
        : `What was made stays in ${service} until it is deleted.`
  }
}

function serviceWords({ service, audiences }: Receipt): string {
  if (service !== 'Kit')
    return 'New profiles stay, unless you delete them in Klaviyo; who was put on a list can be taken off it.'
  const stays = audiences.some((name) => name.startsWith('form') || name.startsWith('sequence'))
  return stays
    ? 'Kit lets no program delete a person, or take one out of a form or a sequence: that is done in Kit itself.'
    : 'Kit lets no program delete a person: new people stay until they are deleted in Kit itself.'
}
