import type { ChangeDraft } from '../../../../shared/model.ts'
import type { RowSize } from '../batches.ts'
import type { Account, AccountLimits, Connector, ConnectorDeps, Credentials } from '../connector.ts'
import { alreadyDone } from './alreadyDone.ts'
import { apply } from './apply.ts'
import { cost } from './cost.ts'
import { describe } from './describe.ts'
import { bucketsOf } from './endpoints.ts'
import { emailField, storedValue } from './fields.ts'
import { accountReader } from './identify.ts'
import { mostProfileBytes } from './importBatches.ts'
import { poll } from './poll.ts'
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
  requiredFields: [emailField],
  storedValue,
  // An import or a join that comes twice changes nothing the second time, not even the day of joining, and mails nobody.
  repeatOf: () => 'safe',
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
  bucketsOf,
}

/** People for the same lists share an import. */
function sizeOf(row: readonly ChangeDraft[]): RowSize {
  const { imported } = sortRow(row)
  return imported
    ? { group: `import ${imported.lists.join(' ')}`, bytes: imported.bytes + 1 }
    : { group: 'lists alone', bytes: 0 }
}

function openKlaviyo(credentials: Credentials, deps: ConnectorDeps): Account {
  const send = createSendToKlaviyo(credentials, deps)
  const listNames = new Map<string, string>()
  const klaviyo = { send, clock: deps.clock, listNames, pagesRead: new Map<'people' | 'left', number>() }
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
    apply: (changes, signal) => apply(klaviyo, changes, signal),
    alreadyDone: (changes, signal) => alreadyDone(klaviyo, changes, signal),
    poll: (job, changes, signal) => poll(klaviyo, job, changes, signal),
  }
}
