import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { createMemoryVault } from '../../engine/store/vault.ts'
import { startEngineThread } from '../../engineThread.ts'
import { openSettings } from '../../settings/openSettings.ts'
import { type RunningPractice, startPractice } from '../../practice/startPractice.ts'
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

const kitAccount = 'Kit practice'
const klaviyoAccount = 'Klaviyo practice'

const samples = [
  { file: 'booth-signups.csv', tag: 'Booth Berlin', list: 'Customers', words: 'A tidy list from a booth.' },
  {
    file: 'webinar-export.csv',
    tag: 'Webinar 2026',
    list: 'Newsletter',
    words:
      'A messy export: semicolons, Windows-1252, two title rows, blanks, duplicates, and people who left.',
  },
] as const

/** `listferry demo`: both samples to both practice accounts, from file to receipt, without an account or a trace. */
export async function demoCommand(output: Output): Promise<number> {
  const receipts: Receipt[] = []
  const practice = await startPractice({ port: 0, speed })
  const folder = mkdtempSync(join(tmpdir(), 'listferry-demo-'))
  process.env['LISTFERRY_KIT_URL'] = practice.address
  process.env['LISTFERRY_KLAVIYO_URL'] = practice.address
  try {
    const engine = await startEngineThread({
      dataFolder: folder,
      host: 'terminal',
      vault: createMemoryVault(),
      vaultWarning: null,
      settings: openSettings(folder, Date.now()),
    })
    const session = { ...engine, output, signal: new AbortController().signal, vaultWarning: null }
    try {
      await connectPractice(session, practice)
      for (const sample of samples) receipts.push(await show(session, sample, kitAccount))
      await showAgain(session, samples[1], kitAccount)
      for (const sample of samples) receipts.push(await show(session, sample, klaviyoAccount))
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

async function connectPractice(
  { client, output }: Session,
  { kit, klaviyo }: RunningPractice,
): Promise<void> {
  const accounts = [
    { service: 'kit', form: 'api-key', values: { apiKey: kit.keys[0] ?? '' }, name: kitAccount },
    {
      service: 'klaviyo',
      form: 'private-key',
      values: { privateKey: klaviyo.keys.all },
      name: klaviyoAccount,
    },
  ] as const
  for (const account of accounts) {
    const { connection } = await client.connections.add(account)
    output.say(
      `Connected to ${connection.serviceTitle} · ${connection.name}, a practice account on this computer.`,
    )
  }
}

type Sample = (typeof samples)[number]

async function show(session: Session, sample: Sample, account: string): Promise<Receipt> {
  const { client, output } = session
  output.say(`\n━━━ ${sample.file} → ${account}: ${sample.words}\n`)
  const prepared = await preparePlan(session, [samplePath(sample.file)], optionsFor(sample, account))
  output.say(`${wholePlanWords(prepared, output.width)}\n`)
  for (const kind of ['update', 'held-back', 'invalid'] as const) {
    const rows = await client.plans.rows({ plan: prepared.plan.id, kind, offset: 0, limit: 2 })
    for (const row of rows) output.say(planRowWords(row, prepared.schema))
  }
  const receipt = await client.runs.start({ plan: prepared.plan.id })
  output.say(`\n${tallyWords(receipt)}`)
  return receipt
}

async function showAgain(session: Session, sample: Sample, account: string): Promise<void> {
  session.output.say(`\n━━━ ${sample.file} once more: what is there already is not sent again.\n`)
  const { plan, practice } = await preparePlan(
    session,
    [samplePath(sample.file)],
    optionsFor(sample, account),
  )
  session.output.say(planWords(plan, practice))
}

function samplePath(file: string): string {
  return fileURLToPath(new URL(`../../../samples/${file}`, import.meta.url))
}

function optionsFor({ tag, list }: Sample, account: string): SyncOptions {
  const none: readonly string[] = []
  return {
    to: account,
    form: none,
    tag: account === kitAccount ? [tag] : none,
    sequence: none,
    list: account === klaviyoAccount ? [list] : none,
    where: [],
    then: [],
    askFrom: [],
    agreed: [],
    mode: 'changed',
    duplicates: 'last',
    sameAddress: [],
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
