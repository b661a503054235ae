import { Text } from '@mantine/core'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { sinceWords } from '../../../shared/sinceWords.ts'
import { useNow } from '../../useNow.ts'
import { ago, counted, moment } from '../../words.ts'
import { EditsBefore } from './EditsBefore.tsx'
import { isAboutPeople } from '../objects/objectWords.ts'

const howWords: Readonly<Record<string, string>> = {
  everyone: 'everyone was read',
  'what changed': 'what changed since was read',
  'the people in the file': 'the people of this file were read',
}

/** From where to where, and how old the picture of the account is. */
export function PlanFacts({ summary }: { readonly summary: PlanSummary }) {
  const { source, connection, mirror, object } = summary
  const how =
    object === null || isAboutPeople(object.type)
      ? (howWords[mirror.how] ?? mirror.how)
      : `all ${object.many} were read`
  return (
    <>
      {counted(source.rows, 'row')} of {source.name}, compared with {connection.service} · {connection.name}{' '}
      {ago(mirror.at, useNow(60_000))}
      <Text span inherit visibleFrom="lg">
        {` (${how}, ${counted(mirror.requests, 'request')})`}
      </Text>
      <EditsBefore summary={summary} />
      {summary.since === undefined ? null : (
        <Text component="span" inherit display="block" className="figures">
          {sinceWords(summary.since, moment)}
        </Text>
      )}
    </>
  )
}
