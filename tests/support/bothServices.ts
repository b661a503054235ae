import { startPractice } from '../../electron/practice/startPractice.ts'
import { connectKit, startTestEngine, type TestEngine, testSpeed } from './testEngine.ts'

/** An engine with one Kit account, `Bakery`, and one Klaviyo account, `Shop`. */
export async function startBoth(): Promise<TestEngine> {
  const practice = await startPractice({ speed: testSpeed, lagMs: 0 })
  const env = { LISTFERRY_KIT_URL: practice.address, LISTFERRY_KLAVIYO_URL: practice.address }
  const engine = await startTestEngine({ practice, connect: false, ports: { env } })
  await connectKit(engine.client, practice)
  const values = { privateKey: practice.klaviyo.keys.all }
  await engine.client.connections.add({ service: 'klaviyo', form: 'private-key', values, name: 'Shop' })
  return {
    ...engine,
    async close() {
      await engine.close()
      await practice.close()
    },
  }
}

/** `Email,City` and so on, a row for each of the others. */
export function csvOf(...rows: readonly string[]): string {
  return `${rows.join('\n')}\n`
}
