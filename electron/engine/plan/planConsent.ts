import { AppError } from '../../../shared/errors.ts'
import type { PlanSpec, PlanSummary } from '../../../shared/contract/plans.ts'
import { listAudiences } from '../../../shared/lists/listColumns.ts'
import { noSuchColumn } from '../../../shared/mapping/columnAt.ts'
import type { AccountSchema, Audience, AudienceRef, ConsentRule } from '../../../shared/model.ts'
import { conditionAudiences, ruleAudiences } from '../../../shared/rules/partsOfRules.ts'
import { connectionNumber } from '../store/connections.ts'
import { sentConsents } from '../store/consentLog.ts'
import { askAgainAfterMs, askedBefore } from './askedBefore.ts'
import type { PlanDeps } from './makePlan.ts'
import type { ConsentRules } from './rowConsent.ts'

/** Every audience whose members decide the plan: those that people join, and the one they are subscribed to. */
export function audiencesOf({ audiences, consent }: PlanSpec): readonly AudienceRef[] {
  const extra = consent?.audience ?? null
  const isNamed = audiences.some((one) => one.kind === extra?.kind && one.id === extra.id)
  return extra === null || isNamed ? audiences : [...audiences, extra]
}

/** Every audience that somebody is put into without being subscribed to it: chosen, by a rule, or by a column of lists. */
export function audiencesJoined(spec: PlanSpec): readonly AudienceRef[] {
  return each([...spec.audiences, ...ruleAudiences(spec, 'join'), ...listAudiences(spec.lists)])
}

function each(audiences: readonly AudienceRef[]): readonly AudienceRef[] {
  return [...new Map(audiences.map(({ kind, id }) => [`${kind} ${id}`, { kind, id }])).values()]
}

/** All that decide the plan, with those that rules put people into or take them out of, and that conditions ask about. */
export function audiencesRead(spec: PlanSpec): readonly AudienceRef[] {
  return each([
    ...audiencesOf(spec),
    ...audiencesJoined(spec),
    ...ruleAudiences(spec, 'leave'),
    ...conditionAudiences(spec),
  ])
}

/** @throws AppError `invalid-input` for consent that this account can't keep, or that nobody can have given. */
export function checkConsent({ connector, staged, clock }: PlanDeps, { consent }: PlanSpec): void {
  if (consent === null) return
  const refuse = (message: string) => new AppError('invalid-input', message)
  const ability = connector.consent
  if (ability === null)
    throw refuse(
      `${connector.title} has no consent to record apart from being a subscriber: whoever is added there can be mailed. Leave the subscribing out.`,
    )
  const channel = consent.channels.find((one) => !ability.channels.includes(one))
  if (channel !== undefined) throw refuse(`${connector.title} can't subscribe people to ${channel}.`)
  if (consent.audience !== null && consent.audience.kind !== ability.audience)
    throw refuse(`In ${connector.title} people are subscribed to a ${ability.audience}. Choose one.`)
  checkSince(consent, clock.now(), staged.info.columns)
}

function checkSince(
  { since }: ConsentRule,
  nowMs: number,
  columns: PlanDeps['staged']['info']['columns'],
): void {
  if (since === null) return
  if ('column' in since) {
    const isThere = columns.some(({ index }) => index === since.column)
    if (!isThere) throw new AppError('invalid-input', noSuchColumn(columns, since.column))
  } else if (Date.parse(since.date) > nowMs)
    throw new AppError(
      'invalid-input',
      `The date of consent (${since.date.slice(0, 10)}) is in the future. Give the day on which these people agreed.`,
    )
}

export function consentRules(deps: PlanDeps, spec: PlanSpec, schema: AccountSchema): ConsentRules | null {
  const { consent } = spec
  if (consent === null) return null
  const { db, clock, connector, connection, account } = deps
  const nowMs = clock.now()
  const pauseMs = account.limits.consentPauseMs ?? 0
  const sent = sentConsents(
    db,
    connectionNumber(db, connection.id),
    nowMs - Math.max(pauseMs, askAgainAfterMs),
  )
  const { channels, audience, source } = consent
  return {
    channels,
    audience,
    source,
    optIn: audienceIn(schema, audience)?.optIn ?? null,
    phoneField: connector.consent?.phoneField ?? null,
    askedBefore: askedBefore(sent, { service: connector.title, nowMs, pauseMs }),
  }
}

/** How the plan subscribes, for people to read. */
export function consentSummary(
  { consent }: PlanSpec,
  schema: AccountSchema,
  confirms: number,
): PlanSummary['consent'] {
  if (consent === null) return null
  const { channels, audience, since, source } = consent
  const found = audienceIn(schema, audience)
  return {
    channels,
    audience: found ? { kind: found.kind, id: found.id, name: found.name, optIn: found.optIn } : null,
    dated: since !== null,
    source,
    confirms,
  }
}

function audienceIn({ audiences }: AccountSchema, wanted: AudienceRef | null): Audience | undefined {
  return audiences.find((one) => one.kind === wanted?.kind && one.id === wanted.id)
}
