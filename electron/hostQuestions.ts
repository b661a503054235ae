import { toWire } from '../shared/errors.ts'
import type { Settings } from '../shared/model.ts'
import type { Secret } from './engine/connectors/credentials.ts'
import type { PracticePort } from './engine/practicePort.ts'
import type { QueryPort, QueryQuestion, QueryReply } from './engine/query/queryPort.ts'
import type { SettingsPort } from './engine/settingsPort.ts'
import type { Vault } from './engine/store/vault.ts'
import type { WireAnswer } from './pendingAnswers.ts'

/** The practice accounts as the host started them. */
export type PracticeAccounts = Awaited<ReturnType<PracticePort['start']>>

/** What the engine's thread asks its host: a line here, one in `answersOf`, and where the engine asks it. */
export interface HostQuestions {
  readonly vault: { readonly question: VaultQuestion; readonly answer: Secret | null }
  readonly practice: { readonly question: null; readonly answer: PracticeAccounts }
  /** The settings, after changing what is given. */
  readonly settings: { readonly question: Partial<Settings> | null; readonly answer: Settings }
  readonly queries: { readonly question: AskedOfQuery; readonly answer: QueryReply | null }
}

export type VaultQuestion =
  | { readonly op: 'get'; readonly name: string }
  | { readonly op: 'delete'; readonly name: string }
  | { readonly op: 'set'; readonly name: string; readonly secret: Secret }

export type AskedOfQuery =
  | { readonly op: 'ask'; readonly child: number; readonly question: QueryQuestion }
  | { readonly op: 'end'; readonly child: number }

export type HostSubject = keyof HostQuestions

/** A question on its way, with a number that its answer has too. */
export type AskedOfHost = {
  readonly [S in HostSubject]: {
    readonly type: 'ask'
    readonly id: number
    readonly about: S
    readonly question: HostQuestions[S]['question']
  }
}[HostSubject]

type HostAnswers = {
  readonly [S in HostSubject]: (question: HostQuestions[S]['question']) => Promise<HostQuestions[S]['answer']>
}

export interface HostPorts {
  readonly vault: Vault
  readonly practice: PracticePort
  readonly settings: SettingsPort
  readonly queries: QueryPort
}

/** Answers one question. Never rejects: a failure is an answer too. */
export async function answerEngine(ports: HostPorts, { about, question }: AskedOfHost): Promise<WireAnswer> {
  try {
    const answer = answersOf(ports)[about] as (question: AskedOfHost['question']) => Promise<unknown>
    return { ok: await answer(question) }
  } catch (error) {
    return { error: toWire(error) }
  }
}

function answersOf({ vault, practice, settings, queries }: HostPorts): HostAnswers {
  return {
    vault: (question) => useVault(vault, question),
    practice: () => practice.start(),
    settings: (patch) => (patch === null ? settings.read() : settings.write(patch)),
    queries: (asked) => askQuery(queries, asked),
  }
}

async function askQuery(queries: QueryPort, asked: AskedOfQuery): Promise<QueryReply | null> {
  if (asked.op === 'ask') return queries.ask(asked.child, asked.question)
  await queries.end(asked.child)
  return null
}

async function useVault(vault: Vault, question: VaultQuestion): Promise<Secret | null> {
  if (question.op === 'get') return vault.get(question.name)
  if (question.op === 'delete') await vault.delete(question.name)
  else await vault.set(question.name, question.secret)
  return null
}
