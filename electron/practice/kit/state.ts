import type {
  Account,
  Broadcast,
  CustomField,
  EmailEvent,
  EmailTemplate,
  Form,
  Post,
  Purchase,
  Segment,
  Sequence,
  SequenceEmail,
  Snippet,
  Tag,
  Webhook,
  WebhookEndpoint,
} from './model.ts'
import type { KitEvent } from './events.ts'
import type { Memberships } from './memberships.ts'
import { createMemberships } from './memberships.ts'
import type { People } from './people.ts'
import { createPeople } from './people.ts'

/** Everything a practice Kit account holds. Tests may look at it and change it. */
export interface KitState {
  readonly account: Account
  colors: readonly string[]
  readonly subscribers: People
  readonly tags: Map<number, Tag>
  readonly forms: Map<number, Form>
  readonly sequences: Map<number, Sequence>
  readonly sequenceEmails: Map<number, SequenceEmail>
  readonly customFields: Map<number, CustomField>
  readonly memberships: {
    readonly tag: Memberships
    readonly form: Memberships
    readonly sequence: Memberships
  }
  readonly broadcasts: Map<number, Broadcast>
  readonly purchases: Map<number, Purchase>
  readonly segments: Map<number, Segment>
  readonly emailTemplates: Map<number, EmailTemplate>
  readonly posts: Map<number, Post>
  readonly snippets: Map<number, Snippet>
  readonly webhooks: Map<number, Webhook>
  readonly webhookEndpoints: Map<number, WebhookEndpoint>
  /** By subscriber id: what happened to the mails they were sent. */
  readonly emailEvents: Map<number, readonly EmailEvent[]>
  /** By subscriber id: confirmation mails sent by forms with double opt-in. */
  readonly mailsSent: Map<number, number>
  /** Time of the service on whole seconds, as records keep it. */
  now(): number
  /** The time from which list reads and counts are answered now. */
  seenAt(): number
  /** An id nobody has had; larger than every one given out before for this kind of record. */
  newId(kind: IdKind): number
  /** Bytes of bulk requests that wait. */
  queuedBytes: number
  /**
   * Does `run` once the lists have caught up with this moment: for what is written after a 202. At the next request,
   * or on its own where somebody waits for it who may not ask again.
   */
  later(run: () => void, when?: 'on its own'): void
  /** Does what has become due. Called before every request. */
  settle(): void
  /** Tells those who wait for it what has just happened. */
  tell(event: KitEvent): void
}

export type IdKind = keyof typeof firstIds

/** Ids of people seen live are beyond 2^31, so a client that keeps them in 32 bits fails here too. */
const firstIds = {
  subscriber: 4_287_675_149,
  tag: 9_184_201,
  form: 7_310_552,
  sequence: 2_190_433,
  sequenceEmail: 8_406_119,
  customField: 1_120_871,
  membership: 15_904_377_210,
  broadcast: 18_220_504,
  purchase: 54_120_337,
  segment: 1_004_118,
  emailTemplate: 3_771_045,
  post: 640_210,
  snippet: 88_301,
  document: 5_220_187,
  webhook: 710_044,
  webhookEndpoint: 30_512,
} as const

export interface StateListeners {
  /** Asks for a `settle` in so many milliseconds of the service. */
  readonly wakeIn: (ms: number) => void
  readonly heard: (state: KitState, event: KitEvent) => void
}

const silent: StateListeners = { wakeIn: () => undefined, heard: () => undefined }

/**
 * An empty account.
 * @param now time of the service in milliseconds since 1970
 * @param lagMs how far behind list reads are, in milliseconds of the service
 */
export function createKitState(
  account: Account,
  now: () => number,
  lagMs: number,
  { wakeIn, heard }: StateListeners = silent,
): KitState {
  const nextIds: Record<IdKind, number> = { ...firstIds }
  let waiting: { readonly dueAt: number; readonly run: () => void }[] = []
  const state: KitState = {
    account,
    colors: [],
    subscribers: createPeople(now, lagMs),
    memberships: {
      tag: createMemberships(now, lagMs),
      form: createMemberships(now, lagMs),
      sequence: createMemberships(now, lagMs),
    },
    ...emptyTables(),
    now: () => Math.floor(now() / 1000) * 1000,
    seenAt: () => now() - lagMs,
    newId: (kind) => nextIds[kind]++,
    queuedBytes: 0,
    later: (run, when) => {
      waiting.push({ dueAt: now() + lagMs, run })
      if (when === 'on its own') wakeIn(lagMs)
    },
    settle: () => {
      const due = waiting.filter((each) => each.dueAt <= now())
      waiting = waiting.filter((each) => each.dueAt > now())
      for (const { run } of due) run()
    },
    tell: (event) => heard(state, event),
  }
  return state
}

function emptyTables() {
  return {
    tags: new Map<number, Tag>(),
    forms: new Map<number, Form>(),
    sequences: new Map<number, Sequence>(),
    sequenceEmails: new Map<number, SequenceEmail>(),
    customFields: new Map<number, CustomField>(),
    broadcasts: new Map<number, Broadcast>(),
    purchases: new Map<number, Purchase>(),
    segments: new Map<number, Segment>(),
    emailTemplates: new Map<number, EmailTemplate>(),
    posts: new Map<number, Post>(),
    snippets: new Map<number, Snippet>(),
    webhooks: new Map<number, Webhook>(),
    webhookEndpoints: new Map<number, WebhookEndpoint>(),
    emailEvents: new Map<number, readonly EmailEvent[]>(),
    mailsSent: new Map<number, number>(),
  }
}
