import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { createMemoryVault } from '../../engine/store/vault.ts'
import { startEngineThread } from '../../engineThread.ts'
import { startPractice } from '../../practice/startPractice.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { planRowWords, planWords } from '../planWords.ts'
import { tallyWords } from '../receiptWords.ts'
import type { Session } from '../session.ts'
import { wholePlanWords } from './plan.ts'
import { preparePlan } from './preparePlan.ts'
import type { SyncOptions } from './syncOptions.ts'

/** A minute of the practice account passes in a second, so that its limits don't make anyone wait. */
const speed = 60

const samples = [
  { file: 'booth-signups.csv', tag: 'Booth Berlin', words: 'A tidy list from a booth.' },
  {
    file: 'webinar-export.csv',
    tag: 'Webinar 2026',
    words:
      'A messy export: semicolons, Windows-1252, two title rows, blanks, duplicates, and people who left.',
  },
] as const

/** `listferry demo`: both samples to a practice Kit, from file to receipt, without an account or a trace. */
export async function demoCommand(output: Output): Promise<number> {
  const receipts: Receipt[] = []
  const practice = await startPractice({ port: 0, speed })
  const folder = mkdtempSync(join(tmpdir(), 'listferry-demo-'))
  process.env['LISTFERRY_KIT_URL'] = practice.address
  try {
    const engine = await startEngineThread({
      dataFolder: folder,
      host: 'terminal',
      vault: createMemoryVault(),
      vaultWarning: null,
    })
    const session = { ...engine, output, signal: new AbortController().signal, vaultWarning: null }
    try {
      await connectPractice(session, practice.kit.keys[0] ?? '')
      for (const sample of samples) receipts.push(await show(session, sample))
      await showAgain(session, samples[1])
    } finally {
      await engine.close()
    }
  } finally {
    await practice.close()
    rmSync(folder, { recursive: true, force: true })
  }
  if (output.json) output.result(receipts, () => '')
  output.say('\nThat was all on this computer. With your own account: npx listferry connect kit')
  return exitCodes.done
}

async function connectPractice({ client, output }: Session, key: string): Promise<void> {
  const { connection } = await client.connections.add({
    service: 'kit',
    form: 'api-key',
    values: { apiKey: key },
  })
  output.say(`Connected to Kit · ${connection.name}, a practice account on this computer.`)
}

async function show(session: Session, { file, tag, words }: (typeof samples)[number]): Promise<Receipt> {
  const { client, output } = session
  output.say(`\n━━━ ${file}: ${words}\n`)
  const prepared = await preparePlan(session, samplePath(file), optionsFor(tag))
  output.say(`${wholePlanWords(prepared, output.width)}\n`)
  for (const kind of ['update', 'held-back', 'invalid'] as const) {
    const rows = await client.plans.rows({ plan: prepared.plan.id, kind, offset: 0, limit: 2 })
    for (const row of rows) output.say(planRowWords(row, prepared.schema))
  }
  const receipt = await client.runs.start({ plan: prepared.plan.id })
  output.say(`\n${tallyWords(receipt)}`)
  return receipt
}

async function showAgain(session: Session, { file, tag }: (typeof samples)[number]): Promise<void> {
  session.output.say(`\n━━━ ${file} once more: what is there already is not sent again.\n`)
  const { plan, practice } = await preparePlan(session, samplePath(file), optionsFor(tag))
  session.output.say(planWords(plan, practice))
}

function samplePath(file: string): string {
  return fileURLToPath(new URL(`../../../samples/${file}`, import.meta.url))
}

function optionsFor(tag: string): SyncOptions {
  const none: readonly string[] = []
  return {
    form: none,
    tag: [tag],
    sequence: none,
    mode: 'changed',
    duplicates: 'last',
    heldBack: 'skip',
    map: none,
    ignore: none,
    set: none,
    left: none,
    write: none,
    clearBlanks: none,
    country: undefined,
    dates: undefined,
    decimal: undefined,
  }
}
