import { assertNever } from '../errors.ts'
import type { PushMessage } from './contract.ts'

/** What a push is about. Of two with the same key only the newer one matters. */
export function pushKey(message: PushMessage): string {
  const { name, payload } = message
  switch (name) {
    case 'source.progress':
      return `${name} ${payload.file}`
    case 'check.progress':
      return `${name} ${payload.source}`
    case 'plan.progress':
      return `${name} ${payload.source} ${payload.connection}`
    case 'run.progress':
    case 'run.ended':
      return `${name} ${payload.run}`
    case 'replication.progress':
      return `${name} ${payload.replication}`
    case 'mirror.progress':
    case 'objects.progress':
      return `${name} ${payload.connection}`
    case 'changed':
      return `${name} ${payload.what}`
    case 'fix.taken':
      return `${name} ${payload.exported}`
    case 'account.waiting':
      return `${name} ${payload.connection ?? ''}`
    case 'forgotten':
      return name
    default:
      return assertNever(name)
  }
}
