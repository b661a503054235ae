import type { Secret } from '../../electron/engine/connectors/credentials.ts'
import type { LoggedRequest, RequestLog } from '../../electron/practice/requestLog.ts'
import type { AudienceKind, ServiceId } from '../../shared/model.ts'

/** A practice account as the faults see it: everything here is read from the service's own side. */
export interface FaultyAccount {
  readonly service: ServiceId
  /** Writes that one person of the file takes when nothing goes wrong. */
  readonly writesPerPerson: number
  readonly secret: Secret
  /** What the file's people are put into. */
  readonly audiences: readonly AudienceChoice[]
  readonly requests: RequestLog
  /** As after starting: the seeded account, no faults, nothing counted. */
  reset(): void
  /** Puts somebody in as if they had always been there. */
  arrange(person: ArrangedPerson): void
  /** Everyone, now, with everything done that is due. */
  people(): readonly SeenPerson[]

  /** What others do to the account. */
  leaves(email: string): void
  edits(email: string, what: { readonly city?: string; readonly company?: string }): void
  deletes(audience: AudienceChoice): void
  /** Only where the practice account has that. */
  removes?(email: string): void

  /** Faults on the way, until `clearFaults`: those that every service has. */
  addFault(fault: WayFault): void
  clearFaults(): void
  /** Calls `hook` after a write is stored and before it is answered. Returns how to stop that. */
  onCommit(hook: () => void | Promise<void>): () => void
}

export interface AudienceChoice {
  readonly kind: AudienceKind
  readonly name: string
}

/** The kinds that mean the same at every service. */
export interface WayFault {
  readonly kind: 'too-many-requests' | 'unavailable' | 'blocked' | 'key-revoked' | 'drop-after-commit'
  readonly times?: number
  readonly skip?: number
  readonly retryAfterSeconds?: number
  /** Only requests to this path. */
  readonly path?: string
}

export interface ArrangedPerson {
  readonly email: string
  readonly firstName: string
  readonly city: string
  /** By name. */
  readonly audiences?: readonly string[]
  readonly left?: boolean
}

export interface SeenPerson {
  readonly id: string
  readonly email: string
  readonly firstName: string | null
  readonly city: string | null
  readonly company: string | null
  /** By name. */
  readonly audiences: ReadonlySet<string>
  readonly left: boolean
  /** Has agreed to mails, as the account says. */
  readonly subscribed: boolean
  readonly done: DoneTo
}

/** What the service counted for one person since the reset, over its API. */
export interface DoneTo {
  readonly created: number
  /** Writes of their fields, whether or not they changed anything; the one that created them too. */
  readonly written: number
  /** Mails that asked them to confirm. */
  readonly mailed: number
  /** By kind of audience: additions of which each may set a mail or an automation going. */
  readonly added: Readonly<Partial<Record<AudienceKind, number>>>
  /** Times they were subscribed over the API. */
  readonly subscribed: number
  /** They had left, and the service was told that they consent again. */
  readonly resubscribed: number
}

/** Answers that the service sent and nobody received. */
export function lostAnswers(requests: readonly LoggedRequest[]): number {
  return requests.filter(({ dropped }) => dropped === 'after-commit').length
}
