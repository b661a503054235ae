import type { Secret } from '../../electron/engine/connectors/credentials.ts'
import { systemClock } from '../../electron/engine/clock.ts'
import { createEngine } from '../../electron/engine/createEngine.ts'
import { dispatch } from '../../electron/engine/handlers/dispatch.ts'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import { createPracticePort } from '../../electron/practice/practicePort.ts'
import { queryChildren } from '../../electron/queries/queryChildren.ts'
import { openSettings } from '../../electron/settings/openSettings.ts'
import type { ReplicationResult } from '../../shared/contract/replications.ts'
import { samplesFolder } from './samplesFolder.ts'
import { smallPages } from './smallPages.ts'

/**
 * A program that brings copies up to date, in their order, and is killed (`kill -9`, by itself) in the midst of one of
 * their tables, from outside the engine. Started by tests as a process of its own.
 *
 * - `between`: so many rows are written, and of the next page nothing
 * - `within`: so many rows are written, and the page after them is being written
 */
export interface CopyOrder {
  readonly folder: string
  /** Of the practice accounts. */
  readonly address: string
  /** By their names in the vault: keys of accounts and passwords of databases. */
  readonly secrets: Readonly<Record<string, Secret>>
  readonly copies: readonly string[]
  readonly pageRows: number
  /** `table`: its title. Left out: it comes to its end. */
  readonly kill?: { readonly at: 'between' | 'within'; readonly table: string; readonly rows: number }
}

const order = JSON.parse(process.argv[2] ?? '{}') as CopyOrder
const { folder, address, kill } = order
const vault = createMemoryVault()
for (const [name, secret] of Object.entries(order.secrets)) await vault.set(name, secret)
/** Progress is pushed a few times in a second at most: time leaps, so that each page is seen. */
let leapMs = 0
let isReached = false
const die = () => process.kill(process.pid, 'SIGKILL')
const list = smallPages(order.pageRows)

const engine = createEngine({
  dataFolder: folder,
  host: 'terminal',
  clock: { ...systemClock, monotonic: () => systemClock.monotonic() + (leapMs += 200) },
  // While a page is written, the one after it is asked for.
  fetch: (input, init) => {
    if (isReached) die()
    return list(input, init)
  },
  random: Math.random,
  vault,
  vaultWarning: null,
  settings: openSettings(folder, Date.now()),
  env: { LISTFERRY_KIT_URL: address, LISTFERRY_KLAVIYO_URL: address },
  samplesFolder,
  practice: createPracticePort(folder),
  queries: queryChildren(),
  push({ name, payload }) {
    if (name !== 'replication.progress' || payload.title !== kill?.table || payload.rows < kill.rows) return
    isReached = true
    if (kill.at === 'between') die()
  },
})
for (const replication of order.copies) {
  const { signal } = new AbortController()
  const answer = await dispatch(engine.handlers, 'replications.run', { replication }, signal)
  const { error } = 'error' in answer ? answer : (answer.ok as ReplicationResult)
  if (error === null) continue
  console.error(error.message)
  process.exitCode = 1
}
await engine.close()
