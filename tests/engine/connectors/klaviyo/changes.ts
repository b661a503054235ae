import type {
  Change,
  ChangeId,
  ConsentChange,
  ContactChange,
  FieldId,
  FieldValue,
  MembershipChange,
  RemoteId,
} from '../../../../shared/model.ts'

type Values = Readonly<Record<string, FieldValue>>

/** Row `n` creates somebody; its change has the id `10 n`. */
export function create(n: number, after: Values = {}, email = `new${n}@example.com`): ContactChange {
  return contact(n, 'create', { remoteId: null, email }, after)
}

/** Row `n` changes somebody whose id is known. */
export function update(n: number, remoteId: string, after: Values): ContactChange {
  return contact(n, 'update', { remoteId: remoteId as RemoteId, email: `p${n}@example.com` }, after)
}

/** Row `n` puts somebody on a list: known by id, or, with `null`, by the address of `create`. */
export function join(n: number, list: string, remoteId: string | null = null): MembershipChange {
  return membership(n, 'join', list, remoteId)
}

export function leave(n: number, list: string, remoteId: string | null = null): MembershipChange {
  return membership(n, 'leave', list, remoteId)
}

/** Row `n` subscribes somebody by email: known by id, or, with `null`, by the address of `create`. */
export function consent(
  n: number,
  more: Partial<Omit<ConsentChange, 'object' | 'op' | 'id' | 'row'>> = {},
): ConsentChange {
  serial += 1
  return {
    id: (2_000_000 + serial) as ChangeId,
    row: n,
    repeat: 'look-first',
    object: 'consent',
    op: 'subscribe',
    key: { remoteId: null, email: `new${n}@example.com` },
    channels: ['email'],
    audience: null,
    consentedAt: null,
    source: 'Booth 2026',
    confirms: false,
    before: {},
    ...more,
  }
}

function contact(n: number, op: 'create' | 'update', key: Change['key'], after: Values): ContactChange {
  const values = after as Readonly<Record<FieldId, FieldValue>>
  return {
    id: (10 * n) as ChangeId,
    row: n,
    repeat: 'safe',
    object: 'contact',
    op,
    key,
    before: {},
    after: values,
  }
}

let serial = 0

function membership(
  n: number,
  op: 'join' | 'leave',
  list: string,
  remoteId: string | null,
): MembershipChange {
  serial += 1
  return {
    id: (1_000_000 + serial) as ChangeId,
    row: n,
    repeat: 'safe',
    object: 'membership',
    op,
    key: { remoteId: remoteId as RemoteId | null, email: `new${n}@example.com` },
    audience: { kind: 'list', id: list },
  }
}
