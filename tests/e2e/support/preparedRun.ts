import type { Page } from '@playwright/test'
import { clientOver } from '../../../shared/contract/client.ts'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { EngineClient } from '../../../shared/contract/contract.ts'
import type { HostAnswer } from '../../../shared/contract/host.ts'
import type { PlanSpec, PlanSummary } from '../../../shared/contract/plans.ts'
import type { RunView } from '../../../shared/contract/runs.ts'
import type { OpenedFile } from '../../../shared/contract/sources.ts'
import { fromWire } from '../../../shared/errors.ts'
import type { Column, FieldId, FieldRule } from '../../../shared/model.ts'
import type { RunningPractice } from '../../../electron/practice/startPractice.ts'

/** The engine behind a window, for what a test only needs to be there before it begins. */
export function engineBehind(window: Page): EngineClient {
  return clientOver(async (name, input) => {
    const answer = (await window.evaluate(
      async ([call, given]) => {
        const response = await fetch(`call/${call}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(given),
        })
        return (await response.json()) as unknown
      },
      [name, input] as const,
    )) as HostAnswer
    if ('error' in answer) throw fromWire(answer.error)
    return answer.ok
  })
}

export async function connectKit(window: Page, { kit }: RunningPractice): Promise<ConnectionView> {
  const { connection } = await engineBehind(window).connections.add({
    service: 'kit',
    form: 'api-key',
    values: { apiKey: kit.keys[0] ?? '' },
    name: 'Acme Bakery',
  })
  return connection
}

export async function connectKlaviyo(window: Page, { klaviyo }: RunningPractice): Promise<ConnectionView> {
  const { connection } = await engineBehind(window).connections.add({
    service: 'klaviyo',
    form: 'private-key',
    values: { privateKey: klaviyo.keys.all },
    name: 'Acme Shop',
  })
  return connection
}

/** A plan for a file with the columns `Email` and `First name`, and the tag `VIP` where `tag` is left out. */
export async function planFor(
  window: Page,
  connection: ConnectionView,
  csv: string,
  some: Partial<PlanSpec> = {},
): Promise<PlanSummary> {
  const engine = engineBehind(window)
  const { file } = await openFile(window, 'people.csv', csv)
  const source = await engine.sources.stage({ file, overrides: {} })
  return engine.plans.make({
    connection: connection.id,
    source: source.id,
    mapping: {
      fields: source.columns.map(fieldRule),
      left: [],
      values: { defaultCountry: null, dateOrder: 'day-month', decimalMark: '.' },
    },
    audiences: [],
    importTag: null,
    consent: null,
    mode: 'changed',
    duplicates: 'last',
    heldBack: 'skip',
    append: null,
    ...some,
  })
}

/** Begins a run of such a file, and leaves it to itself. */
export async function beginRun(window: Page, connection: ConnectionView, csv: string): Promise<RunView> {
  const plan = await planFor(window, connection, csv)
  return engineBehind(window).runs.begin({ plan: plan.id })
}

/** The same, and waits for its end, however it ends. */
export async function endedRun(window: Page, connection: ConnectionView, csv: string): Promise<RunView> {
  const { id: run } = await beginRun(window, connection, csv)
  const { runs } = engineBehind(window)
  for (;;) {
    const view = await runs.get({ run })
    if (view.status !== 'running') return view
    await window.waitForTimeout(50)
  }
}

/** `n` people who are new to every account. */
export function newPeople(n: number): string {
  const rows = Array.from({ length: n }, (_, i) => `guest${i + 1}@example.org,Guest ${i + 1}`)
  return ['Email,First name', ...rows].join('\n')
}

/** Another page of the window, by its address. */
export async function show(window: Page, place: string): Promise<void> {
  await window.evaluate((hash) => {
    location.hash = hash
  }, place)
}

/** As when the user drops a file on the window. */
export async function openFile(window: Page, name: string, text: string): Promise<OpenedFile> {
  const answer = (await window.evaluate(
    async ([of, body]) => {
      const response = await fetch(`files?name=${encodeURIComponent(of)}`, { method: 'POST', body })
      return (await response.json()) as unknown
    },
    [name, text] as const,
  )) as HostAnswer
  if ('error' in answer) throw fromWire(answer.error)
  return answer.ok as OpenedFile
}

function fieldRule({ index, name }: Column): FieldRule {
  const isEmail = name === 'Email'
  return {
    field: (isEmail ? 'email' : 'first_name') as FieldId,
    type: isEmail ? 'email' : 'text',
    from: { column: index },
    transforms: ['trim'],
    write: 'always',
    blank: 'leave',
  }
}

/** Who is in the practice Kit now. */
export function kitEmails({ kit }: RunningPractice): readonly string[] {
  return [...kit.state.subscribers.all()].map(({ emailAddress }) => emailAddress)
}
