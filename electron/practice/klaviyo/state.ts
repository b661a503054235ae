import type { Random } from '../random.ts'
import type { Agenda } from './agenda.ts'
import { createAgenda } from './agenda.ts'
import type { Ids } from './ids.ts'
import { createIds } from './ids.ts'
import type {
  Account,
  Confirmation,
  ContactList,
  ImportJob,
  Metric,
  ProfileEvent,
  Segment,
  SuppressionJob,
  Tag,
  TagGroup,
} from './model.ts'
import type { Profiles } from './profiles.ts'
import { createProfiles } from './profiles.ts'

/** How long the service takes for what it does later, in milliseconds of its own time. */
export interface ServiceDelays {
  /** From accepting an import job to starting it. */
  readonly importQueuedMs: number
  /** Rows an import job does in a second, once it has started. */
  readonly importRowsPerSecond: number
  /** From the 202 of a subscription to its effect; seen between 15 seconds and 3 minutes. */
  readonly subscribeMs: number
  /** From the 202 of a suppression to its effect. */
  readonly suppressMs: number
  readonly eventMs: number
  /** From a merge to the moment its source is gone. */
  readonly mergeMs: number
  readonly deletionMs: number
  /** Until a new or redefined segment has members; nine minutes were seen. */
  readonly segmentMs: number
}

/** Everything a practice Klaviyo account holds. Tests may look at it and change it. */
export interface KlaviyoState {
  readonly account: Account
  readonly delays: ServiceDelays
  readonly profiles: Profiles
  readonly lists: Map<string, ContactList>
  readonly segments: Map<string, Segment>
  /** Segment id → profile id → since when; kept up by `segmentMembers`. */
  readonly segmentJoins: Map<string, Map<string, number>>
  readonly tagGroups: Map<string, TagGroup>
  readonly tags: Map<string, Tag>
  readonly metrics: Map<string, Metric>
  readonly events: Map<string, ProfileEvent>
  /** What may be there only once: metric, person and unique id of every event. */
  readonly eventKeys: Set<string>
  readonly importJobs: Map<string, ImportJob>
  readonly suppressionJobs: Map<string, SuppressionJob>
  /** Mails that ask for confirmation, oldest first. */
  readonly confirmations: Confirmation[]
  readonly ids: Ids
  readonly agenda: Agenda
  /** Milliseconds since 1970, whole. */
  now(): number
  /** Does what has become due. Called before every request. */
  settle(): void
}

/** An empty account. @param now time of the service in milliseconds since 1970 */
export function createKlaviyoState(
  account: Account,
  delays: ServiceDelays,
  random: Random,
  now: () => number,
): KlaviyoState {
  const agenda = createAgenda()
  return {
    account,
    delays,
    profiles: createProfiles(),
    lists: new Map(),
    segments: new Map(),
    segmentJoins: new Map(),
    tagGroups: new Map(),
    tags: new Map(),
    metrics: new Map(),
    events: new Map(),
    eventKeys: new Set(),
    importJobs: new Map(),
    suppressionJobs: new Map(),
    confirmations: [],
    ids: createIds(random),
    agenda,
    now: () => Math.floor(now()),
    settle: () => agenda.settle(Math.floor(now())),
  }
}
