import type {
  AccountInfo,
  AccountSchema,
  Audience,
  AudienceKind,
  AudienceRef,
  Change,
  Channel,
  ChangeDraft,
  ChangeId,
  Contact,
  Field,
  FieldId,
  FieldValue,
  RecordChange,
  RemoteId,
  Repeat,
  ServiceId,
  ValueType,
} from '../../../shared/model.ts'
import type {
  Incremental,
  ObjectOp,
  ObjectType,
  ObjectTypeId,
  ServiceObject,
} from '../../../shared/objectTypes.ts'
import type { Clock } from '../clock.ts'
import type { CredentialForm, RecognisedSecret } from './waysIn.ts'
import type { Credentials } from './credentials.ts'
import type { RateBucket, AccountLimits } from './limits.ts'
import type { ApplyEvent, ForeseenSecret, JobRef, JobProgress } from './applyEvents.ts'

/** A service Listferry can bring people to. One folder each under `connectors/`; none imports another. */
export interface Connector {
  readonly id: ServiceId
  /** The service's name for people: `Kit`. */
  readonly title: string
  /** The ways in, each a form that the connection screen and the terminal draw themselves from. */
  readonly credentials: readonly CredentialForm[]
  /** The fields that tell people apart; a mapping must fill at least one. Nobody has two people's identifiers. */
  readonly identifiers: readonly Identifier[]
  /** What people can be put into, and whether Listferry can make a new one. */
  readonly audiences: readonly {
    readonly kind: AudienceKind
    readonly title: string
    readonly canCreate: boolean
    /** Whether the service has a way to take somebody out again. */
    readonly canLeave: boolean
  }[]
  /** Types that a new field can have; empty where none can be made. */
  readonly newFieldTypes: readonly ValueType[]
  /** How people can be subscribed; `null` where being in the account is all the consent there is. */
  readonly consent: ConsentAbility | null
  /**
   * Where a field comes into being with its first value: what a new one is. Absent where `createField` makes it. Pure.
   * @throws AppError `invalid-input` for a name that the service keeps for itself.
   */
  readonly declareField?: (wanted: NewField) => Field
  /**
   * What a pasted secret looks like, whatever field it was pasted into; `null` where nothing tells. Pure: nothing is
   * sent, and the text is not repeated.
   */
  readonly recognise?: (text: string) => RecognisedSecret | null
  /** How the service will hold this value, so that a plan compares like with like. Kit holds text only. Pure. */
  readonly storedValue: (field: Field, value: FieldValue) => FieldValue
  /** What may be done with such a change after a crash left it in doubt. Pure. */
  readonly repeatOf: (change: ChangeKind) => Repeat
  /** Kind of the audiences that may ask a new person to confirm, where the person is created for it. Absent: none. */
  readonly confirmsBy?: AudienceKind
  /** What the service holds besides people in audiences; absent where Listferry knows of nothing. */
  readonly objects?: readonly ObjectType[]
  /**
   * Why the service would refuse this, or why it must not be sent, in a sentence; `null` where nothing speaks against
   * it. `values` are the object's as they would be, or, for a delete, as they are. Pure.
   */
  readonly objectProblem?: (type: ObjectTypeId, op: ObjectOp, given: ObjectValues) => string | null
  /** What whoever looks at the plan should know of such a change before it goes; `null` where nothing. Pure. */
  readonly objectNote?: (type: ObjectTypeId, op: ObjectOp, given: ObjectValues) => string | null
  /** A row's values as the service would hold them, with what follows from them filled in. Pure. */
  readonly storedObject?: (type: ObjectTypeId, given: ObjectValues['after']) => ObjectValues['after']
  /** Makes no request. `deps.fetch` is already paced for this account. */
  open(credentials: Credentials, deps: ConnectorDeps): Account
}

/** An object before and after a change; `before` is empty for a new one. */
export interface ObjectValues {
  readonly before: Readonly<Record<FieldId, FieldValue>>
  readonly after: Readonly<Record<FieldId, FieldValue>>
}

/** What is to be read of a type of object. */
export interface ObjectRequest {
  readonly type: ObjectTypeId
  /** Only those that belong to this tag, form, sequence or person; all of them one by one where it is left out. */
  readonly parent?: string
  /** Only what came or changed after this moment, ISO 8601, in the way of the type that is named. */
  readonly since?: { readonly by: Incremental; readonly at: string }
  /** All of it is wanted, in whatever order and some twice: it may be read from several places at once. */
  readonly anyOrder?: boolean
  /** Goes on from there, whatever order it was in. */
  readonly cursor?: string
}

export interface ObjectPage {
  readonly objects: readonly ServiceObject[]
  /** From where to go on; absent on the last page. */
  readonly cursor?: string
}

/** A field that leads to at most one person of an account. */
export interface Identifier {
  readonly kind: 'email' | 'phone' | 'externalId'
  readonly field: FieldId
}

/** People to look up. Phones are E.164; external ids are compared as they are written. */
export interface WantedPeople {
  readonly emails: readonly string[]
  readonly phones?: readonly string[]
  readonly externalIds?: readonly string[]
  readonly remoteIds?: readonly RemoteId[]
}

/** What a service keeps of people's consent. */
export interface ConsentAbility {
  readonly channels: readonly Channel[]
  /** The field with the number for `sms`. */
  readonly phoneField: FieldId
  /** Kind of the audiences that people can be subscribed to. */
  readonly audience: AudienceKind
}

export interface NewAudience {
  readonly kind: AudienceKind
  readonly name: string
  /** `null`: as the account has it. */
  readonly optIn: Audience['optIn']
}

export interface NewField {
  readonly label: string
  readonly type: ValueType
}

/** Called right before a request leaves; what it returns is to be called with the status of the answer. */
export type NoteRequest = (request: RequestNote) => (httpStatus: number) => void

/** The part of a change that decides how safe it is to repeat. */
export type ChangeKind =
  | { readonly object: 'contact'; readonly op: 'create' | 'update' }
  | { readonly object: 'membership'; readonly op: 'join' | 'leave'; readonly audience: AudienceRef }
  | { readonly object: 'consent'; readonly op: 'subscribe'; readonly confirms: boolean }
  | { readonly object: 'unsubscription'; readonly op: 'unsubscribe' }
  | Pick<RecordChange, 'object' | 'type' | 'op' | 'after'>

export interface ConnectorDeps {
  /** Waits for its turn under the account's limits, so a connector never sleeps. Takes absolute addresses. */
  readonly fetch: typeof fetch
  readonly clock: Clock
  /** How many times as fast as the service a practice account runs; 1 where it is left out. */
  readonly speed?: number
  /** Origin of the service, or of a practice account on loopback: `http://127.0.0.1:4000`. No trailing slash. */
  readonly address: string
  /** Id of the way in; the connector's first where it is left out. */
  readonly form?: string
}

/** One signed-in account. Methods make requests; a request that failed is thrown as `AppError`. */
export interface Account {
  readonly limits: AccountLimits

  /**
   * Who this is. Also the credential check.
   * @throws AppError `unauthorized` for a bad or foreign key, saying which kind of key it looks like and what to do.
   */
  identify(signal: AbortSignal): Promise<AccountInfo>

  /** How many people count for the bill now. Absent where the service doesn't tell: then the mirror is counted. */
  countPeople?(signal: AbortSignal): Promise<number>

  /** Fields and audiences by name and id, whole. */
  describe(signal: AbortSignal): Promise<AccountSchema>

  /**
   * Reads people or memberships, page by page, in no order. Pages may repeat a person (the later one wins) but never skip
   * one. A caller that stops half way may go on from the last page's `cursor`, also days later.
   */
  pull(request: PullRequest, signal: AbortSignal): AsyncIterable<MirrorPage>

  /**
   * Requests that `pull(request)` would take, give or take a few, for choosing the cheapest way. May itself make some;
   * what they brought may be used by a pull that follows at once.
   */
  cost(request: PullRequest, signal: AbortSignal): Promise<number>

  /** Counts the requests that a run will make for a plan, which shows the sum. Makes none itself. */
  requestCounter(): RequestCounter

  /**
   * Sends changes and decides the requests itself. All changes of a row come together and in order
   * (the contact first, then its memberships).
   *
   * It yields `sending` before each request, and the request does not leave until the caller asks for the next
   * event: that is when the journal is written. It yields `settled` as each request is answered, so that a failure
   * half way loses no outcome, or `job` where the answer is only a promise. It neither sleeps nor retries.
   *
   * It may end with changes that have neither: those that must wait for a job of the same rows. The engine follows
   * the jobs and calls again with what is left.
   *
   * A change the service refuses is an outcome; a request that failed is thrown (429, 5xx, no connection,
   * 401, 403), with `mayHaveHappened` telling whether the last `sending` is in doubt.
   */
  apply(changes: readonly Change[], signal: AbortSignal): AsyncIterable<ApplyEvent>

  /** Reads the objects of a type page by page. May repeat one, never skips one that the listing shows. */
  readObjects?(request: ObjectRequest, signal: AbortSignal): AsyncIterable<ObjectPage>

  /**
   * Gives a webhook endpoint a new secret and answers with it. The one before counts for a day.
   * @throws AppError `conflict` while an earlier one still counts, unless `force`.
   */
  rotateSecret?(endpoint: string, force: boolean, signal: AbortSignal): Promise<string>

  /** What `rotateSecret` would send and do. Only reads. @throws AppError `not-found` where there is no such endpoint. */
  foreseeSecret?(endpoint: string, force: boolean, signal: AbortSignal): Promise<ForeseenSecret>

  /** What is lost for good with this object, in a sentence for whoever must decide. May ask the service. */
  lossOf?(type: ObjectTypeId, object: ServiceObject, signal: AbortSignal): Promise<string>

  /**
   * Makes an audience, or finds the one of this name: safe to repeat. Only for kinds that the connector can create.
   * `note` is told of each request that may make something; nothing is told where the name was found.
   */
  createAudience?(wanted: NewAudience, note: NoteRequest, signal: AbortSignal): Promise<Audience>

  /** Makes a field, or finds the one of this label: safe to repeat. */
  createField?(wanted: NewField, signal: AbortSignal): Promise<Field>

  /** Reads the people of these changes back and says which changes are already true there. For `look-first`. */
  alreadyDone(changes: readonly Change[], signal: AbortSignal): Promise<ReadonlySet<ChangeId>>

  /**
   * Looks once how far a job is; the engine decides when to look again. Only where `apply` may answer with one.
   * `changes` are those that the job was given for, also after a restart.
   */
  poll?(job: JobRef, changes: readonly Change[], signal: AbortSignal): Promise<JobProgress>

  /**
   * Makes the service forget what signing in gave, where it can: for a connection that is removed.
   * @throws AppError when the service could not be told.
   */
  revoke?(signal: AbortSignal): Promise<void>

  /**
   * For changes in doubt that `alreadyDone` did not find, but whose effect may show later: a job that `poll` looks
   * after. `sentAt`: when their request was about to leave, in milliseconds since 1970. `null`: what isn't there now
   * was not done.
   */
  jobOfDoubt?(changes: readonly Change[], sentAt: number): JobRef | null
}

/** Rows are added in the order they will be sent, each with all of its changes. */
export interface RequestCounter {
  add(row: readonly ChangeDraft[]): void
  /** A new audience is made first. */
  addNewAudience(): void
  /** Whether each row's requests are the same whatever rows come with it, and all count in one bucket. */
  readonly perRow: boolean
  /** Those of `apply`, and those that look after its jobs, as many as there will be if they take as long as usual. */
  total(): number
  /** Of these, the ones after `apply`: looks at jobs, and reads of what they did. */
  followUps(): number
  /** The requests of each bucket; one request may count in several. */
  byBucket(): readonly { readonly bucket: RateBucket; readonly requests: number }[]
}

export type PullRequest =
  /** Everyone, in every state. */
  | { readonly what: 'people'; readonly cursor?: string }
  /** Everyone created or changed since then. `since` already includes the connector's overlap when it comes from `MirrorPage.next`. */
  | { readonly what: 'changed'; readonly since: string; readonly cursor?: string }
  /**
   * Everyone who unsubscribed, bounced or complained by email, at all or for one audience: some services don't move
   * `updated` for these. Who left another channel may be missing.
   */
  | { readonly what: 'left'; readonly cursor?: string }
  /** Just these people, in every state. Whoever is not in the pages does not exist there. */
  | ({ readonly what: 'these'; readonly cursor?: string } & WantedPeople)
  /** Who is in this audience now, whole: whoever is not in the pages is not in it. */
  | { readonly what: 'members'; readonly audience: AudienceRef; readonly cursor?: string }

export interface MirrorPage {
  readonly contacts: readonly Contact[]
  /** Memberships seen on this page. */
  readonly memberships: readonly Membership[]
  /** Kinds of audience for which `memberships` is complete for this page's contacts: what isn't listed has ended. */
  readonly completeKinds: readonly AudienceKind[]
  /** For `these`: addresses that the service does not take for one, so that nobody can have them. */
  readonly refused?: readonly string[]
  /** Where to go on after a break; absent on the last page. */
  readonly cursor?: string
  /** On the last page of `people` and `changed`: what to pass as the next `since`. Overlaps on purpose. */
  readonly next?: string
}

export interface Membership {
  readonly remoteId: RemoteId
  readonly audience: AudienceRef
  readonly since: number | null
}

/** What goes over the wire, without any value: for the journal and the request log. */
export interface RequestNote {
  readonly method: string
  readonly path: string
  readonly fields: readonly FieldId[]
}
