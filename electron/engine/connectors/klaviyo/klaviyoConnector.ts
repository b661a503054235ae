import type { ChangeDraft, Repeat } from '../../../../shared/model.ts'
import type { RowSize } from '../batches.ts'
import type { Account, ChangeKind, Connector, ConnectorDeps } from '../connector.ts'
import type { AccountLimits } from '../limits.ts'
import type { Credentials } from '../credentials.ts'
import { alreadyDone } from './alreadyDone.ts'
import { apply } from './apply.ts'
import { createList, declareProperty } from './create.ts'
import { cost } from './cost.ts'
import { describe } from './describe.ts'
import { bucketsOf } from './endpoints.ts'
import { emailField, externalIdField, phoneField, storedValue } from './fields.ts'
import { accountReader } from './identify.ts'
import { mostProfileBytes } from './importBatches.ts'
import { consentJobRef } from './jobRef.ts'
import { klaviyoObjects } from './objects/klaviyoObjects.ts'
import { readObjects } from './objects/readObjects.ts'
import { poll } from './poll.ts'
import { consentPauseMs } from './pollConsent.ts'
import { privateKeyForm } from './privateKey.ts'
import { pull } from './pull.ts'
import { createSendToKlaviyo } from './request.ts'
import { requestCounter } from './requestCounter.ts'
import { sortRow } from './sortRow.ts'

/** Klaviyo, revision 2026-07-15, with a private API key. */
export const klaviyoConnector: Connector = {
  id: 'klaviyo',
  title: 'Klaviyo',
  credentials: [privateKeyForm],
  identifiers: [
    { kind: 'email', field: emailField },
    { kind: 'phone', field: phoneField },
    { kind: 'externalId', field: externalIdField },
  ],
  audiences: [{ kind: 'list', title: 'List', canCreate: true, canLeave: true }],
  consent: { channels: ['email', 'sms'], phoneField, audience: 'list' },
  newFieldTypes: ['text', 'number', 'boolean', 'date'],
  declareField: declareProperty,
  storedValue,
  repeatOf,
  objects: klaviyoObjects,
  open: openKlaviyo,
}

/**
 * A bulk import takes 10,000 people and 5 MB. While Klaviyo works on some, others are read back: that takes most of the
 * requests, and six side by side make as many as the limits allow.
 */
const limits: AccountLimits = {
  rowsPerBatch: 10_000,
  bytesPerBatch: mostProfileBytes,
  sizeOf,
  parallelBatches: 6,
  consentPauseMs,
  bucketsOf,
}

/** People for the same lists share an import. */
function sizeOf(row: readonly ChangeDraft[]): RowSize {
  const { imported } = sortRow(row)
  return imported
    ? { group: `import ${imported.lists.join(' ')}`, bytes: imported.bytes + 1 }
    : { group: 'lists alone', bytes: 0 }
}

/**
 * An import or a join that comes twice changes nothing the second time, not even the day of joining, and mails nobody.
 * Consent is looked for; but a mail that asks somebody to confirm leaves nothing to be seen, so a person decides.
 */
function repeatOf(change: ChangeKind): Repeat {
  if (change.object !== 'consent') return 'safe'
  return change.confirms ? 'ask' : 'look-first'
}

function openKlaviyo(credentials: Credentials, deps: ConnectorDeps): Account {
  const send = createSendToKlaviyo(credentials, deps)
  const listNames = new Map<string, string>()
  const { clock, speed = 1 } = deps
  const klaviyo = { send, clock, speed, listNames, pagesRead: new Map<'people' | 'left', number>() }
  return {
    limits,
    requestCounter: () => requestCounter(limits, sizeOf),
    identify: accountReader(send, credentials, deps.clock),
    async describe(signal) {
      const schema = await describe(send, signal)
      for (const { id, name } of schema.audiences) listNames.set(id, name)
      return schema
    },
    pull: (request, signal) => pull(klaviyo, request, signal),
    cost: (request, signal) => cost(klaviyo, request, signal),
    readObjects: (request, signal) => readObjects({ send, clock }, request, signal),
    apply: (changes, signal) => apply(klaviyo, changes, signal),
    async createAudience({ name, optIn }, note, signal) {
      const made = await createList(send, { name, optIn }, note, signal)
      listNames.set(made.id, made.name)
      return made
    },
    alreadyDone: (changes, signal) => alreadyDone(klaviyo, changes, signal),
    poll: (job, changes, signal) => poll(klaviyo, job, changes, signal),
    jobOfDoubt: (changes, sentAt) =>
      changes.every(({ object }) => object === 'consent') ? consentJobRef('doubt', sentAt) : null,
  }
}
