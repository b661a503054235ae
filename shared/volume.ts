/** When a run stops in Review and asks for its number, in percent; `null`: not for that. */
export interface VolumeLimits {
  /** Of those in the mirrored audiences, who leaves. */
  readonly leavePercent: number | null
  /** Of the people in the file whom the account has, of whom a value is replaced. */
  readonly changePercent: number | null
  /** Fewer rows than the file before. */
  readonly shrinkPercent: number | null
  /** Fewer people than these are never a reason to ask. */
  readonly fromPeople: number
}

/** Where the user says nothing. */
export const usualVolume: VolumeLimits = {
  leavePercent: 20,
  changePercent: 50,
  shrinkPercent: 50,
  fromPeople: 100,
}
