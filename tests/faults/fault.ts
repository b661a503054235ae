import type { ServiceId } from '../../shared/model.ts'
import type { Lab } from './lab.ts'

/** `sign-in`: with tokens, and so in bulk. `v3`: with the key and secret of Kit's old version. */
export type Way = 'key' | 'sign-in' | 'v3'

/** One thing that goes wrong, and what is done about it. */
export interface Fault {
  /** As it stands in the table. */
  readonly name: string
  readonly services: readonly ServiceId[]
  /** The way in that it is played with; the service's usual key where it is left out. */
  readonly way?: Way
  /** How often it is played, each time from another seed. */
  readonly runs: { readonly full: number; readonly short: number }
  /** How many times as fast as the computer service and engine live; the bench's own where it is left out. */
  readonly factor?: number
  /**
   * Plays it on a fresh lab, goes on until the run is finished or can't be, and has the lab judge what came of it.
   * `false`: it never came about (the run was over before), so that this says nothing. `n` counts from 0.
   */
  play(lab: Lab, n: number): Promise<boolean>
}

export const both: readonly ServiceId[] = ['kit', 'klaviyo']
