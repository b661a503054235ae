import type {
  AudienceRef,
  Change,
  ChangeId,
  ConsentChange,
  ContactChange,
  FieldId,
  FieldValue,
  MembershipChange,
  RemoteId,
} from '../../../shared/model.ts'
import type { ConnectorHarness, PersonThere } from '../connector.ts'

/** Somebody new, and their two audiences, as three changes of one row. */
export function newcomer(
  firstId: number,
  { audience, mailingAudience }: ConnectorHarness,
  after: Readonly<Record<FieldId, FieldValue>> = {},
): Change[] {
  const email = `new.person+${firstId}@example.com`
  const create: ContactChange = {
    id: firstId as ChangeId,
    row: firstId,
    repeat: 'safe',
    object: 'contact',
    op: 'create',
    key: { remoteId: null, email },
    before: {},
    after,
  }
  return [
    create,
    membership(firstId + 1, 'join', audience, null, email, firstId),
    membership(firstId + 2, 'join', mailingAudience, null, email, firstId),
  ]
}

export function update(
  id: number,
  person: PersonThere | undefined,
  after: Readonly<Record<FieldId, FieldValue>>,
): ContactChange {
  const key = { remoteId: person?.remoteId ?? null, email: person?.email ?? null }
  return {
    id: id as ChangeId,
    row: 1,
    repeat: 'safe',
    object: 'contact',
    op: 'update',
    key,
    before: {},
    after,
  }
}

export function membership(
  id: number,
  op: 'join' | 'leave',
  audience: AudienceRef,
  remoteId: RemoteId | null,
  email: string | null,
  row = 1,
): MembershipChange {
  const key = { remoteId, email }
  return { id: id as ChangeId, row, repeat: 'safe', object: 'membership', op, key, audience }
}

/** Subscribes somebody by email, as the first row. */
export function subscribe(
  id: number,
  { remoteId, email }: { readonly remoteId: RemoteId | null; readonly email: string },
  more: Partial<ConsentChange> = {},
): ConsentChange {
  return {
    id: id as ChangeId,
    row: 1,
    repeat: 'look-first',
    object: 'consent',
    op: 'subscribe',
    key: { remoteId, email },
    channels: ['email'],
    audience: null,
    consentedAt: null,
    source: 'Suite',
    confirms: false,
    before: {},
    ...more,
  }
}
