import { AppError } from '../../../shared/errors.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { ObjectView } from '../../../shared/contract/objects.ts'
import type { RunId } from '../../../shared/model.ts'
import type { EngineParts } from '../createEngine.ts'
import { refreshObjects } from '../mirror/objects/refreshObjects.ts'
import { actOnObjects, planAct } from '../objects/actOnObjects.ts'
import { readMatching, typeFor, typesOf } from '../objects/objectsOf.ts'
import { suggestObjectMapping } from '../objects/suggestObjectMapping.ts'
import { sampledColumns, suggestFor, withStaged } from './sources.ts'

export function objectHandlers(parts: EngineParts): Handlers['objects'] {
  const { connections, accounts } = parts
  const signing = async (connection: string) => {
    const found = connections.find(connection)
    const { account } = await accounts.open(found)
    const rotateSecret = account.rotateSecret?.bind(account)
    const foreseeSecret = account.foreseeSecret?.bind(account)
    if (rotateSecret && foreseeSecret) return { rotateSecret, foreseeSecret }
    throw new AppError('invalid-input', `“${found.name}” has no webhook endpoints with a secret.`)
  }
  return {
    async types({ connection }, signal) {
      const found = connections.find(connection)
      const { account } = await accounts.open(found)
      parts.mirrorOf(found.id).saveSchema(await account.describe(signal))
      return typesOf(parts, found)
    },
    async list({ cursor, limit, ...query }, signal) {
      const objects: ObjectView[] = []
      for await (const page of readMatching(parts, query, cursor, signal)) {
        objects.push(...page.objects)
        // A page of the service is never cut: its cursor only leads to the next.
        if (page.cursor !== undefined && objects.length >= limit) return { objects, cursor: page.cursor }
      }
      return { objects, cursor: null }
    },
    refresh: ({ connection, types, whole }, signal) =>
      refreshObjects(parts, connections.find(connection), types, whole, signal),
    async suggestMapping({ connection, type, source, op }, signal) {
      const found = connections.find(connection)
      const of = typeFor(found, type)
      const others = await suggestFor(parts, found, source, signal)
      return withStaged(parts, source, (staged) =>
        suggestObjectMapping(of, op, sampledColumns(staged), others),
      )
    },
    plan: (act, signal) => planAct(parts, act, signal),
    secrets: ({ run }) => Promise.resolve(parts.newSecrets.take(parts.journal.get(run as RunId).id)),
    act: (act, signal) => actOnObjects(parts, act, signal),
    async rotateSecret({ connection, endpoint, force }, signal) {
      const account = await signing(connection)
      return { secret: await account.rotateSecret(endpoint, force, signal) }
    },
    async planSecret({ connection, endpoint, force }, signal) {
      const account = await signing(connection)
      const { request, ...foreseen } = await account.foreseeSecret(endpoint, force, signal)
      return { ...foreseen, requests: [{ ...request, times: 1 }] }
    },
  }
}
