import { Anchor, Group } from '@mantine/core'
import { Link } from 'wouter'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { leaverWords } from '../../../shared/leaverWords.ts'
import type { RunId } from '../../../shared/model.ts'
import { usePlannedObject } from '../../usePlannedObject.ts'
import { Facts } from '../../components/Facts.tsx'
import { modeWords } from '../../components/modeWords.ts'
import { counted, duration, moment } from '../../words.ts'
import { contentsPath } from '../objects/contentsPath.ts'
import { importWords } from '../objects/objectWords.ts'

/** What a run was asked to do, when, and what it took. */
export function ReceiptFacts({ receipt }: { readonly receipt: Receipt }) {
  const object = usePlannedObject(receipt.plan)
  return (
    <Facts
      facts={[
        receipt.undoes === null
          ? ['Send', modeWords(receipt.mode)]
          : ['Take back', <UndoneRun key="undone" run={receipt.undoes} />],
        receipt.undoes !== null
          ? [
              'Take them out of',
              receipt.audiences.length === 0 ? 'nothing; only their fields' : receipt.audiences.join(', '),
            ]
          : object === null
            ? [
                'Put them into',
                receipt.audiences.length === 0 ? 'nothing; only their fields' : receipt.audiences.join(', '),
              ]
            : [
                'What was done',
                <Anchor
                  key="object"
                  component={Link}
                  href={contentsPath(receipt.connectionId, object.type)}
                  size="sm"
                >
                  {importWords({ ...object, id: object.type }, object.op)}
                </Anchor>,
              ],
        ...leaverFacts(receipt),
        ...confirmationFacts(receipt),
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

function leaverFacts(receipt: Receipt): readonly (readonly [string, string])[] {
  const words = leaverWords(receipt)
  return words === null ? [] : [['No longer in the file', words]]
}

/** Who was asked to confirm, as of the last time that the account was read. */
function confirmationFacts({ confirmation }: Receipt): readonly (readonly [string, string])[] {
  if (confirmation === undefined) return []
  const { waiting, confirmed, left } = confirmation
  const words = [
    counted(waiting, 'person', 'people'),
    confirmed > 0 && `${counted(confirmed, 'person has', 'people have')} confirmed by now`,
    left > 0 && `${counted(left, 'person', 'people')} left without confirming`,
  ].filter((part) => part !== false)
  return [['Waiting for confirmation', words.join('; ')]]
}

function whenWords({ startedAt, endedAt }: Receipt): string {
  return `${moment(startedAt)}, ${endedAt === null ? 'not over yet' : `took ${duration(endedAt - startedAt)}`}`
}

function UndoneRun({ run }: { readonly run: RunId }) {
  return (
    <Anchor component={Link} href={`/history/${run}`} size="sm">
      run {run}
    </Anchor>
  )
}
