import type { CallName, PushMessage } from '../shared/contract/contract.ts'
import type { WireError } from '../shared/errors.ts'
import type { Settings } from '../shared/model.ts'
import type { Secret } from './engine/connectors/connector.ts'
import type { Answer } from './engine/handlers/dispatch.ts'
import type { PracticePort } from './engine/practicePort.ts'

/** What the engine's thread is started with. No secret. */
export interface EngineThreadData {
  readonly dataFolder: string
  readonly host: 'terminal' | 'desktop' | 'browser'
  readonly protection: 'os' | 'memory'
  readonly vaultWarning: string | null
  /** What was found wrong with the settings and mended. */
  readonly settingsNotices: readonly string[]
}

/** The practice accounts as the host started them. */
export type PracticeAccounts = Awaited<ReturnType<PracticePort['start']>>

export type ToEngine =
  | { readonly type: 'call'; readonly id: number; readonly name: CallName; readonly input: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'file'; readonly id: number; readonly path: string }
  | {
      readonly type: 'vault'
      readonly id: number
      readonly answer: { readonly ok: Secret | null } | { readonly error: WireError }
    }
  | {
      readonly type: 'practice'
      readonly id: number
      readonly answer: { readonly ok: PracticeAccounts } | { readonly error: WireError }
    }
  | {
      readonly type: 'settings'
      readonly id: number
      readonly answer: { readonly ok: Settings } | { readonly error: WireError }
    }
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
  | {
      readonly type: 'vault'
      readonly id: number
      readonly op: 'get' | 'set' | 'delete'
      readonly name: string
      readonly secret?: Secret
    }
  | { readonly type: 'practice'; readonly id: number }
  /** Asks for the settings, after changing what is given. */
  | { readonly type: 'settings'; readonly id: number; readonly patch: Partial<Settings> | null }
