import { assertNever } from '../../../../shared/errors.ts'
import type { AudienceRef } from '../../../../shared/model.ts'
import type { Staying } from './undoRow.ts'

/** Counts what can't be taken back, and says it. */
export interface StayTally {
  add(stays: readonly Staying[]): void
  /** A sentence each. */
  words(): string[]
  /** The service may have mailed some of them, because they joined or were new. */
  mayBeMailed(): boolean
}

export function stayTally(service: string, audienceWords: (audience: AudienceRef) => string): StayTally {
  const counts = new Map<string, { readonly stays: Staying; people: number }>()
  return {
    add(stays) {
      for (const one of stays) {
        const name = one.what === 'audience' ? `audience ${one.audience.kind} ${one.audience.id}` : one.what
        const found = counts.get(name)
        if (found) found.people += 1
        else counts.set(name, { stays: one, people: 1 })
      }
    },
    mayBeMailed: () => [...counts.values()].some(({ stays }) => mailed.has(stays.what)),
    words: () => [...counts.values()].map(({ stays, people }) => sentence(stays, people)),
  }

  function sentence(stays: Staying, n: number): string {
    const people = n === 1 ? '1 person' : `${n.toLocaleString('en-US')} people`
    const stay = n === 1 ? 'stays' : 'stay'
    switch (stays.what) {
      case 'created':
        return `${people} whom the run created ${stay} in ${service}: no program can delete them. What it wrote about them is emptied.`
      case 'audience':
        return `${people} ${stay} in the ${audienceWords(stays.audience)}: ${service} has no way for a program to take anybody out of a ${stays.audience.kind}.`
      case 'consent':
        return `${people} ${stay} subscribed: consent that was recorded in ${service} can’t be taken back.`
      case 'unsubscription':
        return `${people} ${stay} unsubscribed: only they themselves can come back.`
      case 'record':
        return n === 1
          ? '1 row that is not about a person is left as it is.'
          : `${n.toLocaleString('en-US')} rows that are not about people are left as they are.`
      default:
        return assertNever(stays)
    }
  }
}

/** Nobody is mailed because they left, nor about what is no person. */
const mailed: ReadonlySet<Staying['what']> = new Set(['created', 'audience', 'consent'])

/** `sends`: something is put back, which nobody knows the effect of before it happens. */
export function mailWords(service: string, { sends }: { readonly sends: boolean }): string {
  const sent = `Mail that ${service} sent because somebody joined or changed can’t be taken back`
  return sends ? `${sent}, and an automation there may start once more.` : `${sent}.`
}
