import type { Repeat } from '../../../../shared/model.ts'
import type {
  ChangeKind,
  Connector,
  ConnectorDeps,
  Credentials,
  Account,
  AccountLimits,
  RateBucket,
} from '../connector.ts'
import { alreadyDone } from './alreadyDone.ts'
import { apiKeyForm } from './apiKey.ts'
import { apply, requestCounter } from './apply.ts'
import { audienceKey } from './audience.ts'
import { customFieldReader } from './customFields.ts'
import { describe, identify } from './describe.ts'
import { createCustomField, createTag } from './create.ts'
import { cost, pull } from './pull.ts'
import { kitObjects } from './objects/kitObjects.ts'
import { lossOf } from './objects/lossOf.ts'
import { objectNote } from './objects/objectNote.ts'
import { objectProblem } from './objects/objectProblem.ts'
import { readObjects } from './objects/readObjects.ts'
import { repeatOfRecord } from './objects/repeatOfRecord.ts'
import { rotateSecret } from './objects/rotateSecret.ts'
import { storedObject } from './objects/storedObject.ts'
import { applyWithObjects, countWithObjects } from './objects/withObjects.ts'
import { createSendToKit } from './request.ts'
import { emailField, storedText } from './subscriber.ts'

/** 120 requests in any 60 seconds for a key, whatever they ask for (kit.md §2.4). */
const accountBucket: RateBucket = { name: 'account', windows: [{ requests: 120, windowMs: 60_000 }] }

/** Kit (ConvertKit), API version 4, with an API key. */
export const kitConnector: Connector = {
  id: 'kit',
  title: 'Kit',
  credentials: [apiKeyForm],
  identifiers: [{ kind: 'email', field: emailField }],
  audiences: [
    { kind: 'form', title: 'Form', canCreate: false },
    { kind: 'tag', title: 'Tag', canCreate: true },
    { kind: 'sequence', title: 'Sequence', canCreate: false },
  ],
  consent: null,
  confirmsBy: 'form',
  newFieldTypes: ['text'],
  limits: [{ what: 'requests', windows: accountBucket.windows }],
  storedValue: (_field, value) => storedText(value),
  repeatOf,
  objects: kitObjects,
  objectProblem,
  objectNote,
  storedObject,
  open: openKit,
}

/** Twice the time by which Kit says that its lists are behind, usually (kit.md §2.5). */
const showsAfterMs = 60_000

/**
 * A row is one to a few requests in a row, and answers may take a second or two: four rows side by side keep two
 * requests a second going even then, and no more than four are in doubt after a crash.
 */
const limits: AccountLimits = {
  rowsPerBatch: 1,
  parallelBatches: 4,
  showsAfterMs,
  bucketsOf: () => [accountBucket],
}

/**
 * Writing the same values or setting the same tag twice changes nothing. A form may send a confirmation and a
 * sequence its first mail: look before those are repeated.
 */
function repeatOf(change: ChangeKind): Repeat {
  if (change.object === 'record') return repeatOfRecord(change)
  // Whoever is unsubscribed twice is unsubscribed.
  if (change.object === 'contact' || change.object === 'unsubscription') return 'safe'
  return change.object === 'membership' && change.audience.kind === 'tag' ? 'safe' : 'look-first'
}

function openKit(credentials: Credentials, deps: ConnectorDeps): Account {
  const send = createSendToKit(credentials, deps)
  const fields = customFieldReader(send, deps.clock)
  const audienceNames = new Map<string, string>()
  const kit = { send, fields, clock: deps.clock, audienceNames }
  return {
    limits,
    requestCounter: () => countWithObjects(requestCounter(accountBucket)),
    identify: (signal) => identify(send, signal),
    async describe(signal) {
      const schema = await describe(send, await fields.reread(signal), signal)
      for (const audience of schema.audiences) audienceNames.set(audienceKey(audience), audience.name)
      return schema
    },
    pull: (request, signal) => pull(kit, request, signal),
    cost: (request, signal) => cost(kit, request, signal),
    apply: applyWithObjects(send, (changes, signal) => apply(kit, changes, signal)),
    readObjects: (request, signal) => readObjects(kit, request, signal),
    rotateSecret: (endpoint, force, signal) => rotateSecret(send, endpoint, force, signal),
    lossOf: (type, object, signal) => lossOf(send, type, object, signal),
    async createAudience({ name }, note, signal) {
      const made = await createTag(send, name, note, signal)
      audienceNames.set(audienceKey(made), made.name)
      return made
    },
    createField: ({ label }, signal) => createCustomField(send, label, signal),
    alreadyDone: (changes, signal) => alreadyDone(kit, changes, signal),
  }
}
