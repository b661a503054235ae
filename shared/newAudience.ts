import type { AudienceRef } from './model.ts'

const prefix = 'new:'

/** The id, in a plan, of a tag or list that the run will make: `new:Fair 2026`. */
export function newAudienceId(name: string): string {
  return `${prefix}${name}`
}

export function isNewAudience({ id }: Pick<AudienceRef, 'id'>): boolean {
  return id.startsWith(prefix)
}

/** `Fair 2026` */
export function newAudienceName({ id }: Pick<AudienceRef, 'id'>): string {
  return id.slice(prefix.length)
}
