import type { PlanSummary } from '../../shared/contract/plans.ts'
import { planOf, startTestEngine, type TestEngine, type TestEngineOptions } from '../support/testEngine.ts'
import type { RunningPractice } from '../../electron/practice/startPractice.ts'

/** Ten people for each of five lists of a Klaviyo account: five imports. */
const rows = 50
export const emails = Array.from({ length: rows }, (_, n) => `five${n}@example.org`)

export function startAtKlaviyo(
  practice: RunningPractice,
  options: TestEngineOptions = {},
): Promise<TestEngine> {
  const env = { LISTFERRY_KLAVIYO_URL: practice.address }
  return startTestEngine({ ...options, practice, connect: false, ports: { env } })
}

export async function connectShop({ client, practice }: TestEngine) {
  const values = { privateKey: practice.klaviyo.keys.all }
  return client.connections.add({ service: 'klaviyo', form: 'private-key', values, name: 'Shop' })
}

/** Makes the lists, and the plan. */
export async function planForFiveLists(engine: TestEngine): Promise<PlanSummary> {
  const values = []
  for (const value of ['L0', 'L1', 'L2', 'L3', 'L4']) {
    const made = { connection: 'Shop', kind: 'list' as const, name: value }
    const { id } = await engine.client.connections.createAudience(made)
    values.push({ value, audience: { kind: 'list' as const, id } })
  }
  const lines = emails.map((email, n) => `${email},P${n},L${n % 5}`)
  const lists = [{ column: 2, kind: 'list' as const, separators: ';', values }]
  return planOf(engine, ['Email,First name,Place', ...lines].join('\n'), { lists }, 'people.csv', 'Shop')
}

/** What was done to each person, as the account itself counted it. */
export function doneTo({ klaviyo: { state, tally } }: RunningPractice) {
  return emails.map((email) => {
    const { created, listAdds, listRemovals } = tally.of(state.profiles.byEmail(email)?.id ?? '')
    return { created, listAdds, listRemovals }
  })
}

export const allOnce = emails.map(() => ({ created: 1, listAdds: 1, listRemovals: 0 }))
