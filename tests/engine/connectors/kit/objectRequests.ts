import type { Account } from '../../../../electron/engine/connectors/connector.ts'
import { kitObjects } from '../../../../electron/engine/connectors/kit/objects/kitObjects.ts'
import { webhookEvents } from '../../../../shared/webhookEvents.ts'
import type { Change, ChangeId, RecordChange, RemoteId } from '../../../../shared/model.ts'
import { all } from '../../../support/all.ts'

/** Reads and writes everything that Kit holds besides people in audiences, each in every way there is. */
export async function everyObjectRequest(
  account: Account,
  someone: RemoteId,
  waitAMinute: () => Promise<unknown>,
): Promise<void> {
  await waitAMinute()
  const signal = new AbortController().signal
  for (const { id: type } of kitObjects) {
    const parent = type === 'subscriberTags' ? { parent: someone } : {}
    await all(account.readObjects?.({ type, ...parent }, signal) ?? none()).catch(refusedWithAKey(type))
  }
  for (const [type, by] of [
    ['subscribers', 'updated_after'],
    ['subscribers', 'created_after'],
    ['tagSubscriptions', 'tagged_after'],
    ['formSubscriptions', 'added_after'],
    ['sequenceSubscriptions', 'added_after'],
  ] as const)
    await all(account.readObjects?.({ type, since: { by, at: '2026-11-01' } }, signal) ?? none())
  await waitAMinute()
  await account.lossOf?.('customFields', { id: '1' as RemoteId, values: {} }, signal)
  for (const change of changes())
    await all(account.apply([change], signal)).catch(refusedWithAKey(change.type))
  await all(account.apply([unsubscription(someone)], signal))
  await account.foreseeSecret?.('1', true, signal).catch(() => undefined)
  await account.rotateSecret?.('1', true, signal).catch(() => undefined)
}

// eslint-disable-next-line @typescript-eslint/require-await
async function* none() {
  yield* []
}

/** It is the request that counts here. */
function refusedWithAKey(type: string) {
  return (error: unknown) => {
    if (type !== 'purchases') throw error
  }
}

let next = 0
function record(given: Pick<RecordChange, 'type' | 'op'> & { after?: object; id?: string }): RecordChange {
  next += 1
  return {
    id: next as ChangeId,
    row: next,
    object: 'record',
    type: given.type,
    op: given.op,
    key: { remoteId: (given.id ?? null) as RemoteId | null, email: null, name: 'x' },
    before: {},
    after: (given.after ?? {}) as RecordChange['after'],
    repeat: 'safe',
  }
}

function changes(): RecordChange[] {
  const broadcast = {
    subject: 'Hello',
    content: '<p>Hi</p>',
    description: 'A note',
    preview_text: 'Look',
    public: true,
    send_at: '2030-01-01T00:00:00Z',
    published_at: '2030-01-01T00:00:00Z',
    recipient_tags: '1, 2',
    recipient_segments: '3',
    email_template_id: '6',
  }
  const values: Readonly<Record<string, string>> = { initiator_value: 'https://example.com/x' }
  return [
    record({ type: 'tags', op: 'insert', after: { name: 'New' } }),
    record({ type: 'customFields', op: 'insert', after: { label: 'New' } }),
    record({ type: 'customFields', op: 'update', after: { label: 'Newer' }, id: '1' }),
    record({ type: 'customFields', op: 'delete', id: '1' }),
    record({ type: 'broadcasts', op: 'insert', after: broadcast }),
    record({ type: 'broadcasts', op: 'update', after: broadcast, id: '1' }),
    record({ type: 'broadcasts', op: 'delete', id: '1' }),
    record({
      type: 'purchases',
      op: 'insert',
      after: {
        transaction_id: 'A-1',
        email: 'ann@example.org',
        currency: 'USD',
        transaction_time: '2026-01-01T00:00:00Z',
        subtotal: 7,
        tax: 0.5,
        shipping: 1,
        discount: 0,
        total: 8.5,
        product_name: 'Bread',
        product_pid: 'b1',
        product_quantity: 2,
        product_unit_price: 3.5,
      },
    }),
    ...webhookEvents.map(({ id: event, needs: parameter }) =>
      record({
        type: 'webhooks',
        op: 'insert',
        after: {
          target_url: 'https://hooks.example.com/x',
          event,
          ...(parameter !== null && { [parameter]: values[parameter] ?? '7' }),
        },
      }),
    ),
    record({ type: 'webhooks', op: 'delete', id: '1' }),
    record({
      type: 'webhookEndpoints',
      op: 'insert',
      after: { url: 'https://hooks.example.com/x', events: 'tag.created, tag.deleted', name: 'Mine' },
    }),
    record({ type: 'webhookEndpoints', op: 'delete', id: '1' }),
  ]
}

function unsubscription(remoteId: RemoteId): Change {
  return {
    id: 9999 as ChangeId,
    row: 9999,
    object: 'unsubscription',
    op: 'unsubscribe',
    key: { remoteId, email: null },
    before: 'active',
    repeat: 'safe',
  }
}
