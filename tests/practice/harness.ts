import { onTestFinished } from 'vitest'
import type { PracticeOptions, RunningPractice } from '../../electron/practice/startPractice.ts'
import { startPractice } from '../../electron/practice/startPractice.ts'
import type { ManualClock } from '../support/manualClock.ts'
import { createManualClock } from '../support/manualClock.ts'

/** A practice server on its own port, under a clock that the test moves. Closed when the test ends. */
export interface TestPractice extends RunningPractice {
  readonly clock: ManualClock
  /** Sends a request with the first key, unless the headers say otherwise. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<TestAnswer>
  /** Lets the lists catch up with everything written so far. */
  readonly catchUp: () => Promise<void>
}

export interface TestAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** `undefined` where there is no body. */
  readonly json: unknown
}

export async function startTestPractice(options: Omit<PracticeOptions, 'clock'> = {}): Promise<TestPractice> {
  const clock = createManualClock()
  const practice = await startPractice({ ...options, clock })
  onTestFinished(() => practice.close())
  const key = practice.kit.keys[0] ?? ''
  return {
    ...practice,
    clock,
    call: (method, path, body, headers = { 'X-Kit-Api-Key': key }) =>
      send(`${practice.address}${path}`, method, body, headers),
    catchUp: () => clock.advance(3001),
  }
}

async function send(
  address: string,
  method: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<TestAnswer> {
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const answer = await fetch(address, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...sent,
  })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false
  return { status: answer.status, headers: answer.headers, text, json: isJson ? JSON.parse(text) : undefined }
}

export interface SubscriberJson {
  readonly id: number
  readonly first_name: string | null
  readonly email_address: string
  readonly state: string
  readonly created_at: string
  readonly fields: Readonly<Record<string, string | null>>
  readonly tagged_at?: string
  readonly added_at?: string
}

export interface PageJson {
  readonly pagination: {
    readonly has_previous_page: boolean
    readonly has_next_page: boolean
    readonly start_cursor: string | null
    readonly end_cursor: string | null
    readonly per_page: number
    readonly total_count?: number
  }
}

/** The one subscriber of an answer. */
export function subscriberOf(answer: TestAnswer): SubscriberJson {
  return (answer.json as { readonly subscriber: SubscriberJson }).subscriber
}

/** The subscribers of a list. */
export function subscribersOf(answer: TestAnswer): readonly SubscriberJson[] {
  return (answer.json as { readonly subscribers: readonly SubscriberJson[] }).subscribers
}

export function pageOf(answer: TestAnswer): PageJson['pagination'] {
  return (answer.json as PageJson).pagination
}

/** The texts of an error. */
export function errorsOf(answer: TestAnswer): readonly string[] {
  return (answer.json as { readonly errors: readonly string[] }).errors
}

/** The person with this address, as the account holds them now. Fails the test where there is none. */
export function personIn({ kit }: TestPractice, emailAddress: string) {
  const person = kit.state.subscribers.byEmail(emailAddress)
  if (person === undefined) throw new Error(`Nobody has the address ${emailAddress}`)
  return person
}

/** The id of the record with this name. Fails the test where there is none. */
export function idOf(records: ReadonlyMap<number, { readonly name: string }>, name: string): number {
  for (const [id, record] of records) if (record.name === name) return id
  throw new Error(`Nothing is called ${name}`)
}
