import type { RunEnded, RunWait } from '../../../shared/contract/runs.ts'
import type { PlanId, RunId } from '../../../shared/model.ts'
import { toWire } from '../../../shared/errors.ts'
import type { EngineParts } from '../createEngine.ts'
import { withStaged } from '../handlers/sources.ts'
import { noteWhoLeftInFile } from './noteWhoLeftInFile.ts'
import { readBacks } from '../store/readBacks.ts'
import { inWords } from '../store/storageError.ts'
import { refuseEditedFile } from './editedFile.ts'
import { refuseEditedRows } from './editedRows.ts'
import { type Counted, type ProgressFeed, progressFeed } from './progressFeed.ts'
import { verifyLater } from './readBack/verify.ts'
import { rememberRows } from './rememberRows.ts'
import type { RunDeps } from './runDeps.ts'
import { endEarly, runPlan } from './runPlan.ts'
import type { StopOrder } from './stopOrder.ts'

/**
 * Applies what is left of a plan, for a caller who waits; when they go, it ends. Resolves with what `answer` makes of
 * the run that has ended, for which an engine that closes still waits.
 */
export function carryOut<T>(
  parts: EngineParts,
  plan: PlanId,
  signal: AbortSignal,
  open: () => RunId,
  answer: (run: RunId) => Promise<T>,
  { leaveDoubts = false, goesOn = false }: RunChoices = {},
): Promise<T> {
  const { connection } = parts.plans.spec(plan)
  return parts
    .inTurn(connection, signal, async (either) => {
      await makeReady(parts, plan)
      const run = open()
      await conduct(parts, run, plan, leaveDoubts, ({ stop, ...watch }) =>
        send(parts, run, plan, AbortSignal.any([either, stop]), { ...watch, goesOn }),
      )
      return run
    })
    .then((run) => {
      verifyLater(parts, run)
      return answer(run)
    })
}

export interface RunChoices {
  /** Whether requests without an answer got through is not waited for. */
  readonly leaveDoubts?: boolean
  /** See `RunDeps`. Whoever does not wait always has it so. */
  readonly goesOn?: boolean
}

/** The same for a caller who does not wait: resolves when the run is in the journal, and it goes on without them. */
export async function carryOutDetached(
  parts: EngineParts,
  plan: PlanId,
  open: () => RunId,
  { leaveDoubts = false }: RunChoices = {},
): Promise<RunId> {
  await makeReady(parts, plan)
  const run = open()
  void conduct(parts, run, plan, leaveDoubts, (watch) => whenItsTurnComes(parts, run, plan, watch)).then(
    () => verifyLater(parts, run),
    () => undefined, // It is in the journal and was pushed as the reason of the end.
  )
  return run
}

async function whenItsTurnComes(
  parts: EngineParts,
  run: RunId,
  plan: PlanId,
  { stop, ...watch }: Watch,
): Promise<void> {
  const { connection } = parts.plans.spec(plan)
  const either = AbortSignal.any([stop, parts.closing])
  try {
    await parts.inTurn(connection, either, async () => {
      // A file or an account may change while a run waits for its turn.
      await makeReady(parts, plan)
      await send(parts, run, plan, either, { ...watch, goesOn: true })
    })
  } catch (error) {
    if (parts.journal.get(run).status !== 'running') throw error
    endEarly(
      { ...parts, onEnd: () => rememberRows(parts.db, run, parts.plans.spec(plan)) },
      run,
      error,
      either,
    )
  }
}

async function makeReady(parts: EngineParts, plan: PlanId): Promise<void> {
  const spec = parts.plans.spec(plan)
  const connection = parts.connections.find(spec.connection)
  await refuseEditedFile(parts, parts.sources.get(spec.source))
  refuseEditedRows(parts, plan)
  await parts.accounts.open(connection)
}

async function send(
  parts: EngineParts,
  run: RunId,
  plan: PlanId,
  signal: AbortSignal,
  { progress, leaveDoubts, goesOn }: Omit<Watch, 'stop'> & Pick<RunDeps, 'goesOn'>,
): Promise<void> {
  const spec = parts.plans.spec(plan)
  const { account } = await parts.accounts.open(parts.connections.find(spec.connection))
  const mirror = parts.mirrorOf(spec.connection)
  const onProgress = (counted: Counted) => progress.counted(counted)
  const onWait = (wait: RunWait) => progress.waits(wait)
  const onEnd = () => rememberRows(parts.db, run, spec)
  const onSecret: RunDeps['onSecret'] = (secret) => parts.newSecrets.note(run, secret)
  const verifies = readBacks(parts.db).wish(run).verify !== null
  const deps = { ...parts, account, mirror, leaveDoubts, onProgress, onWait, onEnd, onSecret, verifies }
  await withStaged(parts, spec.source, (staged) => noteWhoLeftInFile(parts, spec, staged, signal)).catch(
    (error: unknown) => {
      // Whoever stops the run just then is told so by the run itself.
      if (!signal.aborted) throw error
    },
  )
  await runPlan({ ...deps, goesOn: goesOn === true }, run, plan, signal)
}

/** What those have to do with a run who are not at work on it. */
interface Watch {
  /** Aborted to end it. */
  readonly stop: AbortSignal
  /** Aborted when doubts are not waited for. */
  readonly leaveDoubts: AbortSignal
  readonly progress: ProgressFeed
}

/** Keeps a run among those under way for as long as `work` is at it, and tells everyone when it has ended. */
async function conduct(
  parts: EngineParts,
  run: RunId,
  plan: PlanId,
  doubtsAreLeft: boolean,
  work: (watch: Watch) => Promise<void>,
): Promise<void> {
  const stop = new AbortController()
  const leaveDoubts = new AbortController()
  if (doubtsAreLeft) leaveDoubts.abort()
  const { promise: ended, resolve } = Promise.withResolvers<null>()
  const progress = progressFeed(parts.clock, parts.plans.summary(plan), (payload) =>
    parts.push({ name: 'run.progress', payload }),
  )
  const { connection } = parts.plans.spec(plan)
  parts.unkeptEnds.delete(run)
  const beganAt = parts.clock.monotonic()
  parts.underWay.set(run, {
    connection,
    progress,
    stop: (order: StopOrder) => stop.abort(order),
    leaveDoubts: () => leaveDoubts.abort(),
    ended,
  })
  parts.push({ name: 'changed', payload: { what: 'runs' } })
  try {
    await work({ stop: stop.signal, leaveDoubts: leaveDoubts.signal, progress })
  } catch (error) {
    if (parts.journal.get(run).status === 'running') parts.unkeptEnds.set(run, toWire(inWords(error)))
    throw error
  } finally {
    progress.end()
    parts.underWay.delete(run)
    tellEnded(parts, endOf(parts, run, parts.clock.monotonic() - beganAt))
    resolve(null)
  }
}

function endOf({ journal }: EngineParts, run: RunId, tookMs: number): RunEnded {
  const { status, stoppedBecause } = journal.get(run)
  if (status !== 'running') return { run, status, stoppedBecause, tookMs: Math.round(tookMs) }
  const full = 'The disk took nothing more, so the run ended. Free some space, then go on with it.'
  return { run, status: 'stopped', stoppedBecause: full, tookMs: Math.round(tookMs) }
}

/** What a run sent changes the mirror too, and saved syncs show their last run. */
export function tellEnded(parts: Pick<EngineParts, 'push'>, payload: RunEnded): void {
  parts.push({ name: 'run.ended', payload })
  for (const what of ['runs', 'people', 'recipes'] as const)
    parts.push({ name: 'changed', payload: { what } })
}
