import { useQuery } from '@tanstack/react-query'
import type { EngineClient } from '../../../shared/contract/contract.ts'
import type { PersonDetail } from '../../../shared/contract/people.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import { useEngine } from '../../EngineContext.tsx'
import type { PersonRef } from './personRef.ts'

interface KnownPerson {
  /** The one that was opened first, then whoever has the same address at other accounts. */
  readonly details: readonly PersonDetail[]
  readonly isReading: boolean
  readonly error: Error | null
}

export function usePerson(person: PersonRef | null): KnownPerson {
  const { engine } = useEngine()
  const { data, error, isFetching } = useQuery({
    queryKey: ['people', 'get', person],
    queryFn: () => (person === null ? [] : everywhere(engine, person)),
    enabled: person !== null,
  })
  return { details: data ?? [], error, isReading: isFetching }
}

/** The same address in many accounts is an agency's case; more than fit side by side are left out. */
const mostAccounts = 6

async function everywhere(
  engine: EngineClient,
  { connection, remoteId }: PersonRef,
): Promise<PersonDetail[]> {
  const first = await engine.people.get({ connection, remoteId })
  const { email } = first
  if (email === null) return [first]
  const { people } = await engine.people.search({
    text: email.slice(0, 200),
    connection: null,
    left: null,
    audience: null,
    offset: 0,
    limit: 100,
  })
  const others = people.filter(
    (other) =>
      other.connection !== connection && other.email !== null && foldEmail(other.email) === foldEmail(email),
  )
  const details = others
    .slice(0, mostAccounts - 1)
    .map((other) => engine.people.get({ connection: other.connection, remoteId: other.remoteId }))
  return [first, ...(await Promise.all(details))]
}
