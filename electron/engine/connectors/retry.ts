import { AppError } from '../../../shared/errors.ts'
import type { Account, MirrorPage, ObjectPage, ObjectRequest, PullRequest } from './connector.ts'
import { createPatience, type Patience, repeated, type RetryOptions } from './patience.ts'
import { applyWithRetry } from './retryApply.ts'

/**
 * An account whose requests are tried again after a passing failure: 429, 5xx, broken connections, time limits.
 * A refusal (401, 403, 404, 422) is thrown at once. Reading goes on from the last page's cursor; what `apply` may
 * send again is decided by each change's `repeat`. The error in the end is the last one.
 */
export function withRetry(account: Account, options: RetryOptions): Account {
  const patience = () => createPatience(options)
  return {
    limits: account.limits,
    requestCounter: () => account.requestCounter(),
    identify: (signal) => repeated(() => account.identify(signal), patience(), signal),
    describe: (signal) => repeated(() => account.describe(signal), patience(), signal),
    cost: (request, signal) => repeated(() => account.cost(request, signal), patience(), signal),
    alreadyDone: (changes, signal) =>
      repeated(() => account.alreadyDone(changes, signal), patience(), signal),
    pull: (request, signal) => pullWithRetry(account, request, patience(), signal),
    apply: (changes, signal) => applyWithRetry(account, changes, patience(), signal),
    ...(account.poll && { poll: pollOf(account.poll.bind(account), patience) }),
    ...(account.revoke && { revoke: account.revoke.bind(account) }),
    ...(account.jobOfDoubt && { jobOfDoubt: account.jobOfDoubt.bind(account) }),
    ...creationOf(account, patience),
    ...objectsOf(account, patience),
  }
}

/** Both find what an attempt without an answer made. */
function creationOf(
  account: Account,
  patience: () => Patience,
): Pick<Account, 'createAudience' | 'createField'> {
  const createAudience = account.createAudience?.bind(account)
  const createField = account.createField?.bind(account)
  return {
    ...(createAudience && {
      createAudience: (wanted, note, signal) =>
        repeated(() => createAudience(wanted, note, signal), patience(), signal),
    }),
    ...(createField && {
      createField: (wanted, signal) => repeated(() => createField(wanted, signal), patience(), signal),
    }),
  }
}

/** What is held besides people. */
function objectsOf(
  account: Account,
  patience: () => Patience,
): Pick<Account, 'readObjects' | 'lossOf' | 'rotateSecret' | 'foreseeSecret'> {
  const readObjects = account.readObjects?.bind(account)
  const lossOf = account.lossOf?.bind(account)
  const rotateSecret = account.rotateSecret?.bind(account)
  const foreseeSecret = account.foreseeSecret?.bind(account)
  return {
    ...(readObjects && {
      readObjects: (request, signal) => readWithRetry(readObjects, request, patience(), signal),
    }),
    ...(rotateSecret && {
      rotateSecret: (endpoint, force, signal) =>
        repeated(() => unlessReplaced(rotateSecret(endpoint, force, signal)), patience(), signal),
    }),
    ...(foreseeSecret && {
      foreseeSecret: (endpoint, force, signal) =>
        repeated(() => foreseeSecret(endpoint, force, signal), patience(), signal),
    }),
    ...(lossOf && {
      lossOf: (type, object, signal) => repeated(() => lossOf(type, object, signal), patience(), signal),
    }),
  }
}

/** Each answer is another secret: it is only tried again where there is certainly none yet. */
async function unlessReplaced(work: Promise<string>): Promise<string> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof AppError) || !error.mayHaveHappened) throw error
    throw new AppError(
      'conflict',
      'The answer with the new secret did not come, so that the present one may have been replaced: it counts for a day longer then. Make another new one.',
      { cause: error, mayHaveHappened: true },
    )
  }
}

async function* readWithRetry(
  read: NonNullable<Account['readObjects']>,
  request: ObjectRequest,
  patience: Patience,
  signal: AbortSignal,
): AsyncGenerator<ObjectPage> {
  let rest = request
  for (;;) {
    try {
      for await (const page of read(rest, signal)) {
        patience.progress()
        if (page.cursor !== undefined) rest = { ...request, cursor: page.cursor }
        yield page
      }
      return
    } catch (error) {
      await patience.waitAfter(error, signal)
    }
  }
}

async function* pullWithRetry(
  account: Account,
  request: PullRequest,
  patience: Patience,
  signal: AbortSignal,
): AsyncGenerator<MirrorPage> {
  let rest = request
  for (;;) {
    try {
      for await (const page of account.pull(rest, signal)) {
        patience.progress()
        if (page.cursor !== undefined) rest = { ...request, cursor: page.cursor }
        yield page
      }
      return
    } catch (error) {
      await patience.waitAfter(error, signal)
    }
  }
}

function pollOf(poll: NonNullable<Account['poll']>, patience: () => Patience): NonNullable<Account['poll']> {
  return (job, changes, signal) => repeated(() => poll(job, changes, signal), patience(), signal)
}
