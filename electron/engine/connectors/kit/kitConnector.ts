import type { Repeat } from '../../../../shared/model.ts'
import type { ChangeKind, Connector, ConnectorDeps, Account } from '../connector.ts'
import type { AccountLimits } from '../limits.ts'
import type { Credentials } from '../credentials.ts'
import { alreadyDone } from './alreadyDone.ts'
import { type KitAccess, keyAccess, tokenAccess } from './access.ts'
import { apiKeyForm, keyBucket } from './apiKey.ts'
import { apply, requestCounter } from './apply.ts'
import { audienceKey } from './audience.ts'
import { customFieldReader, listCustomFields } from './customFields.ts'
import { describe, identify } from './describe.ts'
import { applyInBulk } from './bulk/applyInBulk.ts'
import { mostInBulk } from './bulk/bulkRequests.ts'
import { halfDone } from './bulk/halfDone.ts'
import { bulkRequestCounter } from './bulk/requestCounter.ts'
import { createCustomField, createTag } from './create.ts'
import { countRows } from './list.ts'
import { cost, pull } from './pull.ts'
import { costOfLeft, firstPages, pullLeft } from './pullLeft.ts'
import { kitObjects } from './objects/kitObjects.ts'
import { lossOf } from './objects/lossOf.ts'
import { objectNote } from './objects/objectNote.ts'
import { objectProblem } from './objects/objectProblem.ts'
import { readObjects } from './objects/readObjects.ts'
import { repeatOfRecord } from './objects/repeatOfRecord.ts'
import { foreseeSecret, rotateSecret } from './objects/rotateSecret.ts'
import { storedObject } from './objects/storedObject.ts'
import { applyWithObjects, countWithObjects } from './objects/withObjects.ts'
import { createSendToKit } from './request.ts'
import { recogniseKitSecret } from './recognise.ts'
import { signInForm, tokenBucket } from './signInForm.ts'
import { emailField, storedText } from './subscriber.ts'
import { v3Form } from './v3/keys.ts'
import { openV3 } from './v3/openV3.ts'

/** Kit (ConvertKit): API version 4 with a key or a sign-in, version 3 with a key and a secret. */
export const kitConnector: Connector = {
  id: 'kit',
  title: 'Kit',
  credentials: [apiKeyForm, signInForm, v3Form],
  identifiers: [{ kind: 'email', field: emailField }],
  audiences: [
    { kind: 'form', title: 'Form', canCreate: false, canLeave: false },
    { kind: 'tag', title: 'Tag', canCreate: true, canLeave: true },
    { kind: 'sequence', title: 'Sequence', canCreate: false, canLeave: false },
  ],
  consent: null,
  confirmsBy: 'form',
  newFieldTypes: ['text'],
  recognise: recogniseKitSecret,
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
 * With a key a row is one to a few requests in a row, and answers may take a second or two: four rows side by side keep
 * two requests a second going even then, and no more than four are in doubt after a crash.
 */
const keyLimits: AccountLimits = {
  rowsPerBatch: 1,
  parallelBatches: 4,
  writesBeforeJoining: true,
  showsAfterMs,
  bucketsOf: () => [keyBucket],
}

/**
 * With a sign-in Kit takes a hundred people in one request and answers at once; more are queued, and their answer goes
 * to a web address that a program on somebody's computer doesn't have (kit.md §10). Six batches side by side keep ten
 * requests a second going while answers take half a second.
 */
const tokenLimits: AccountLimits = {
  rowsPerBatch: mostInBulk,
  parallelBatches: 6,
  writesBeforeJoining: true,
  showsAfterMs,
  bucketsOf: () => [tokenBucket],
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
  switch (deps.form) {
    case signInForm.id:
      return openWithTokens(credentials, deps)
    case v3Form.id:
      return openV3(credentials, deps, showsAfterMs)
    default:
      return openWithKey(credentials, deps)
  }
}

function openWithKey(credentials: Credentials, deps: ConnectorDeps): Account {
  const { kit, account } = openV4(keyAccess(credentials), deps)
  return {
    ...account,
    limits: keyLimits,
    requestCounter: () => countWithObjects(requestCounter(keyBucket)),
    apply: applyWithObjects(kit.send, (changes, signal) => apply(kit, changes, signal)),
  }
}

function openWithTokens(credentials: Credentials, deps: ConnectorDeps): Account {
  const access = tokenAccess(credentials, deps)
  const { kit, account } = openV4(access, deps)
  const bulk = { ...kit, halfDone: halfDone(deps.clock) }
  return {
    ...account,
    limits: tokenLimits,
    requestCounter: () => countWithObjects(bulkRequestCounter(tokenBucket)),
    apply: applyWithObjects(kit.send, (changes, signal) => applyInBulk(bulk, changes, signal)),
    revoke: (signal) => access.revoke(signal),
  }
}

/** What is the same with a key and with a sign-in. */
function openV4(access: KitAccess, deps: ConnectorDeps) {
  const send = createSendToKit(access, deps)
  const fields = customFieldReader((signal) => listCustomFields(send, signal), deps.clock)
  const audienceNames = new Map<string, string>()
  const kit = { send, fields, clock: deps.clock, audienceNames, leftPages: firstPages(deps.clock) }
  const account = {
    identify: (signal) => identify(send, signal),
    async describe(signal) {
      const schema = await describe(send, await fields.reread(signal), signal)
      for (const audience of schema.audiences) audienceNames.set(audienceKey(audience), audience.name)
      return schema
    },
    countPeople: (signal) => countRows(send, { path: '/v4/subscribers', query: {}, about: 'people' }, signal),
    pull: (request, signal) =>
      request.what === 'left' ? pullLeft(kit, request, signal) : pull(kit, request, signal),
    cost: (request, signal) =>
      request.what === 'left' ? costOfLeft(kit, request, signal) : cost(kit, request, signal),
    readObjects: (request, signal) => readObjects(kit, request, signal),
    rotateSecret: (endpoint, force, signal) => rotateSecret(send, endpoint, force, signal),
    foreseeSecret: (endpoint, force, signal) => foreseeSecret(send, endpoint, force, signal),
    lossOf: (type, object, signal) => lossOf(send, type, object, signal),
    async createAudience({ name }, note, signal) {
      const made = await createTag(send, name, note, signal)
      audienceNames.set(audienceKey(made), made.name)
      return made
    },
    createField: ({ label }, signal) => createCustomField(send, label, signal),
    alreadyDone: (changes, signal) => alreadyDone(kit, changes, signal),
  } satisfies Partial<Account>
  return { kit, account }
}
