import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { AppError } from '../../../shared/errors.ts'
import type { AccountSchema, AudienceRef } from '../../../shared/model.ts'
import type { RequestCounter } from '../connectors/connector.ts'
import type { Refreshed } from '../mirror/refreshMirror.ts'
import { withImportTag } from './importTag.ts'
import type { Making, PlanDeps } from './makePlan.ts'
import { audiencesJoined, consentSummary } from './planConsent.ts'
import type { PlanTally } from './planTally.ts'

/** The numbers of a plan. */
export function summarisePlan(
  deps: PlanDeps,
  { id, spec, schema, importTag }: Making,
  done: { tally: PlanTally; requests: RequestCounter; refreshed: Refreshed; mirrorRequests: number },
): Omit<PlanSummary, 'guard'> {
  const { connection, connector, staged } = deps
  const leavers = done.tally.counts().counts.leave
  return {
    id,
    connection: { id: connection.id, name: connection.name, service: connector.title },
    source: { id: staged.info.id, name: staged.info.name, rows: staged.info.rows },
    mode: spec.mode,
    audiences: withImportTag(
      audiencesJoined(spec).map((audience) => ({ ...audience, name: audienceName(schema, audience) })),
      importTag,
    ),
    ...done.tally.counts(),
    ...(leavers > 0 && { leavers }),
    unticked: 0,
    untickedOf: {},
    object: null,
    ...(spec.confirmation === true && { confirmation: true }),
    consent: consentSummary(spec, schema, done.tally.confirms()),
    requests: done.requests.total(),
    estimatedMs: deps.pacer.estimateMs(done.requests.byBucket()),
    mirror: { how: done.refreshed.how, at: done.refreshed.at, requests: done.mirrorRequests },
    createdAt: deps.clock.now(),
  }
}

/** @throws AppError `bug` where they don't add up */
export function checkCounts({
  counts,
  source,
  leavers = 0,
}: Pick<PlanSummary, 'counts' | 'source' | 'leavers'>): void {
  const counted = Object.values(counts).reduce((sum, count) => sum + count, -leavers)
  if (counted !== source.rows)
    throw new AppError('bug', `The plan accounts for ${counted} of ${source.rows} rows. Nothing was sent.`)
}

/** By its id where the account has it no more. */
export function audienceName(schema: AccountSchema, { kind, id }: AudienceRef): string {
  return schema.audiences.find((one) => one.kind === kind && one.id === id)?.name ?? id
}
