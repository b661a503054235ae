import { confirmOptIn } from '../../../electron/practice/klaviyo/applySubscription.ts'
import { listNamed } from '../../../electron/practice/klaviyo/arrange.ts'
import type { PracticeKlaviyo } from '../../../electron/practice/klaviyo/createPracticeKlaviyo.ts'
import type { ContactList, Profile } from '../../../electron/practice/klaviyo/model.ts'
import type { PracticeOptions } from '../../../electron/practice/startPractice.ts'
import type { TestAnswer, TestPractice } from '../harness.ts'
import { startTestPractice } from '../harness.ts'

/** A practice server whose `ask` speaks to its Klaviyo. */
export interface TestKlaviyo extends TestPractice {
  /** Sends a request with the key that may do everything, unless the headers say otherwise. */
  readonly ask: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string | undefined>>,
  ) => Promise<TestAnswer>
  /** Puts new rows into the account and waits until they are there. */
  readonly importRows: (rows: readonly ImportRow[], listIds?: readonly string[]) => Promise<TestAnswer>
  readonly list: (name: string) => ContactList
  readonly person: (email: string) => Profile
  readonly confirm: (email: string) => number
}

export interface ImportRow {
  readonly id?: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly meta?: unknown
}

export async function startTestKlaviyo(options: Omit<PracticeOptions, 'clock'> = {}): Promise<TestKlaviyo> {
  const practice = await startTestPractice(options)
  const { klaviyo, clock } = practice
  const ask: TestKlaviyo['ask'] = (method, path, body, headers = {}) =>
    practice.call(method, path, body, defined({ ...usualHeaders(klaviyo), ...headers }))
  return {
    ...practice,
    ask,
    importRows: async (rows, listIds = []) => {
      const answer = await ask('POST', '/api/profile-bulk-import-jobs', importJob(rows, listIds))
      await clock.advance(60_000)
      return answer
    },
    list: (name) => listNamed(klaviyo.state, name),
    person: (email) => personIn(klaviyo, email),
    confirm: (email) => confirmOptIn(klaviyo, email),
  }
}

export function usualHeaders({ keys }: PracticeKlaviyo): Readonly<Record<string, string>> {
  return { Authorization: `Klaviyo-API-Key ${keys.all}`, revision: '2026-07-15' }
}

function defined(headers: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

function personIn({ state }: PracticeKlaviyo, email: string): Profile {
  const profile = state.profiles.byEmail(email)
  if (profile === undefined) throw new Error(`Nobody has the address ${email}`)
  return profile
}

/** The body of an import job. */
export function importJob(rows: readonly ImportRow[], listIds: readonly string[] = []): unknown {
  const lists = { lists: { data: listIds.map((id) => ({ type: 'list', id })) } }
  return {
    data: {
      type: 'profile-bulk-import-job',
      attributes: { profiles: { data: rows.map((row) => ({ type: 'profile', ...row })) } },
      ...(listIds.length === 0 ? {} : { relationships: lists }),
    },
  }
}

/** The body of a write to one profile. */
export function profileBody(attributes: unknown, more: Readonly<Record<string, unknown>> = {}): unknown {
  return { data: { type: 'profile', attributes, ...more } }
}

export interface SubscribeJobOptions {
  readonly listId?: string
  readonly historical?: boolean
  readonly customSource?: string
}

/** The body of a subscribe job. */
export function subscribeJob(rows: readonly ImportRow[], options: SubscribeJobOptions = {}): unknown {
  const { listId, historical, customSource } = options
  return {
    data: {
      type: 'profile-subscription-bulk-create-job',
      attributes: {
        profiles: { data: rows.map((row) => ({ type: 'profile', ...row })) },
        ...(historical === undefined ? {} : { historical_import: historical }),
        ...(customSource === undefined ? {} : { custom_source: customSource }),
      },
      ...(listId === undefined ? {} : { relationships: { list: { data: { type: 'list', id: listId } } } }),
    },
  }
}

/** One row of a subscribe job for e-mail. */
export function byEmail(email: string, consentedAt?: string): ImportRow {
  const marketing = {
    consent: 'SUBSCRIBED',
    ...(consentedAt === undefined ? {} : { consented_at: consentedAt }),
  }
  return { attributes: { email, subscriptions: { email: { marketing } } } }
}

/** The body of an unsubscribe job for e-mail. */
export function unsubscribeJob(emails: readonly string[], listId?: string): unknown {
  const rows = emails.map((email) => ({
    type: 'profile',
    attributes: { email, subscriptions: { email: { marketing: { consent: 'UNSUBSCRIBED' } } } },
  }))
  return {
    data: {
      type: 'profile-subscription-bulk-delete-job',
      attributes: { profiles: { data: rows } },
      ...(listId === undefined ? {} : { relationships: { list: { data: { type: 'list', id: listId } } } }),
    },
  }
}

/** The body of a suppression job. */
export function suppressionJob(kind: 'create' | 'delete', emails: readonly string[]): unknown {
  const data = emails.map((email) => ({ type: 'profile', attributes: { email } }))
  return { data: { type: `profile-suppression-bulk-${kind}-job`, attributes: { profiles: { data } } } }
}

export interface ErrorJson {
  readonly id: string
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly source?: { readonly pointer?: string; readonly parameter?: string }
  readonly links?: unknown
  readonly meta?: unknown
}

/** The errors of an answer. */
export function errorsOf(answer: TestAnswer): readonly ErrorJson[] {
  return (answer.json as { readonly errors: readonly ErrorJson[] }).errors
}

/** Where the errors of an answer are. */
export function pointersOf(answer: TestAnswer): readonly (string | undefined)[] {
  return errorsOf(answer).map(({ source }) => source?.pointer ?? source?.parameter)
}

export interface ResourceJson {
  readonly type: string
  readonly id: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly relationships: Readonly<Record<string, { readonly data?: unknown; readonly links: unknown }>>
  readonly links: { readonly self: string }
}

export interface DocumentJson {
  readonly data: readonly ResourceJson[]
  readonly included?: readonly ResourceJson[]
  readonly links: { readonly self: string; readonly next: string | null; readonly prev: string | null }
}

/** An answer about several resources. */
export function documentOf(answer: TestAnswer): DocumentJson {
  return answer.json as DocumentJson
}

/** The one resource of an answer. */
export function resourceOf(answer: TestAnswer): ResourceJson {
  return (answer.json as { readonly data: ResourceJson }).data
}
