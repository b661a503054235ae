import { webhookEvents } from '../../../../../shared/webhookEvents.ts'

const names = new Set(webhookEvents.map(({ id }) => id))
const byShortName = new Map([...names].map((name) => [name.slice(name.indexOf('.') + 1), name]))

/** An event's whole name: Kit's answers leave out what is before the dot, and so may people. */
export function eventName(text: string): string {
  const name = text.trim().toLowerCase()
  return names.has(name) ? name : (byShortName.get(name) ?? name)
}

/** A list of events as one text, sorted, so that two of them can be compared. */
export function eventList(text: string): string {
  const names = text.split(/[\s,;]+/).filter((name) => name !== '')
  return [...new Set(names.map((name) => name.toLowerCase()))].sort().join(', ')
}
