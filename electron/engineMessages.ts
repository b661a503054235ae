import type { CallName, PushMessage } from '../shared/contract/contract.ts'
import type { WireError } from '../shared/errors.ts'
import type { Answer } from './engine/handlers/dispatch.ts'
import type { AskedOfHost } from './hostQuestions.ts'
import type { WireAnswer } from './pendingAnswers.ts'

/** What the engine's thread is started with. No secret. */
export interface EngineThreadData {
  readonly dataFolder: string
  readonly host: 'terminal' | 'desktop' | 'browser'
  readonly protection: 'os' | 'memory'
  readonly vaultWarning: string | null
  /** What was found wrong with the settings and mended. */
  readonly settingsNotices: readonly string[]
}

export type ToEngine =
  | { readonly type: 'call'; readonly id: number; readonly name: CallName; readonly input: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'file'; readonly id: number; readonly path: string }
  /** The host's answer to what the engine asked it. */
  | { readonly type: 'told'; readonly id: number; readonly answer: WireAnswer }
  | { readonly type: 'export'; readonly id: number; readonly file: string }
  | { readonly type: 'close' }

export type FromEngine =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly error: WireError }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'file'; readonly id: number; readonly file: string }
  /** Where an export is; `null`: it is not there any more. */
  | { readonly type: 'export'; readonly id: number; readonly path: string | null }
  | { readonly type: 'push'; readonly message: PushMessage }
  | AskedOfHost
