import type { EngineClient } from '../../../shared/contract/contract.ts'
import type { ConnectionId, FieldId } from '../../../shared/model.ts'
import type { FormValues } from './formValues.ts'

/** The id of the webhook endpoint that was just made: the highest of those with its address. */
export async function newestEndpoint(
  engine: EngineClient,
  connection: ConnectionId,
  values: FormValues,
): Promise<string> {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const page = await engine.objects.list({ connection, type: 'webhookEndpoints', cursor })
    const same = page.objects.filter((one) => one.values['url' as FieldId] === values['url']?.trim())
    ids.push(...same.map(({ id }) => id))
    cursor = page.cursor
  } while (cursor !== null)
  const newest = ids.toSorted((a, b) => Number(b) - Number(a))[0]
  if (newest === undefined) throw new Error('The account does not list the endpoint yet.')
  return newest
}
