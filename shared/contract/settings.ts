import { z } from 'zod'
import type { Settings } from '../model.ts'
import { call } from './call.ts'

/** Where data lives, and what the user should know of this computer. */
export interface About {
  readonly version: string
  readonly host: 'terminal' | 'desktop' | 'browser'
  readonly dataFolder: string
  /** Bytes of the database and of staged files. */
  readonly dataBytes: number
  /** Where SQLite copies of accounts are made that are given no place of their own. */
  readonly copiesFolder: string
  /** `memory`: secrets are gone when the program ends; `vaultWarning` says why. */
  readonly vault: 'os' | 'memory'
  readonly vaultWarning: string | null
  /** Whatever was found wrong at the start and mended: a settings file that did not parse, and alike. */
  readonly notices: readonly string[]
}

/** How many rows and records hold something of a person. */
export interface Traces {
  readonly mirror: number
  /** What was read for queries besides people: events, members of segments. */
  readonly objects: number
  readonly runRows: number
  readonly stagedRows: number
}

const email = z.string().min(3).max(320)

export const settingsCalls = {
  get: call(z.object({})).returning<Settings>(),
  /** Only what is given is changed. */
  set: call(
    z
      .object({
        theme: z.enum(['system', 'light', 'dark']),
        defaultCountry: z
          .string()
          .regex(/^[A-Z]{2}$/)
          .nullable(),
        dateOrder: z.enum(['day-month', 'month-day']).nullable(),
        keepValuesDays: z.int().min(1).max(3650).nullable(),
        notifyWhenDone: z.boolean(),
        kitClientId: z.string().trim().min(1).max(500).nullable(),
      })
      .partial(),
  ).returning<Settings>(),
  about: call(z.object({})).returning<About>(),
  /** Answers at once with the engine's clock: whether it is there and how fast it answers. */
  ping: call(z.object({})).returning<number>(),
  /** Of how many shapes of files it is remembered what they were mapped to, or what was refused for them. */
  rememberedShapes: call(z.object({})).returning<number>(),
  /** Every file starts from suggestions again. */
  forgetShapes: call(z.object({})).returning<null>(),
  /** What this computer holds of someone, by their address. Nothing is changed. */
  traces: call(z.object({ email })).returning<Traces>(),
  /** Removes someone from the mirror, the journal and staged files of this computer. The accounts keep them. */
  forgetPerson: call(z.object({ email })).returning<Traces>(),
  /**
   * Removes all connections with their secrets, all runs, files and recipes, and has services end sign-ins. `confirm`
   * must say so. `warnings`: what is left to do at a service, in words.
   */
  forgetEverything: call(z.object({ confirm: z.literal('forget everything') })).returning<{
    readonly warnings: readonly string[]
  }>(),
}
