import { z } from 'zod'
import type { FieldId, RecordChange, RemoteId } from '../../../../../shared/model.ts'
import type { ApplyEvent, StepOutcome } from '../../applyEvents.ts'
import { understand } from '../answers.ts'
import type { KitAnswer, SendToKit } from '../request.ts'
import { objectRow } from './objectRows.ts'
import { recordRequest } from './recordRequest.ts'
import { readBackPurchase } from './readBackPurchase.ts'

type Together = readonly [RecordChange, ...RecordChange[]]

/** Sends objects, one request each; changes that belong together go in one. */
export async function* applyRecords(
  send: SendToKit,
  changes: readonly RecordChange[],
  signal: AbortSignal,
): AsyncGenerator<ApplyEvent> {
  for (const group of inGroups(changes)) {
    const request = recordRequest(group)
    const ids = group.map(({ id }) => id)
    const { method, path } = request
    yield { type: 'sending', changes: ids, request: { method, path, fields: fieldsOf(group) } }
    const answer = await send(request, signal)
    const said = await outcomeOf(send, group, answer, signal)
    yield { type: 'settled', outcomes: ids.map((change) => ({ change, ...said })), contacts: [] }
  }
}

function inGroups(changes: readonly RecordChange[]): Together[] {
  return [...Map.groupBy(changes, ({ together, id }) => together ?? id).values()].filter(
    (group): group is [RecordChange, ...RecordChange[]] => group.length > 0,
  )
}

function fieldsOf(group: Together): FieldId[] {
  return [...new Set(group.flatMap(({ after }) => Object.keys(after) as FieldId[]))]
}

type Said = Omit<StepOutcome, 'change'>

async function outcomeOf(
  send: SendToKit,
  group: Together,
  answer: KitAnswer,
  signal: AbortSignal,
): Promise<Said> {
  const [{ op, type, key }] = group
  const { status } = answer
  if (op === 'delete')
    return status === 404
      ? { status: 'written', httpStatus: status, reason: 'Was not there any more.' }
      : status < 300
        ? { status: 'written', httpStatus: status }
        : refused(answer)
  if (status >= 300) return refused(answer)
  const id = idIn(answer)
  const secret = type === 'webhookEndpoints' && op === 'insert' ? secretIn(answer) : undefined
  const written: Said = {
    status: 'written',
    httpStatus: status,
    ...(id !== null && { remoteId: id }),
    ...(secret !== undefined && { secret }),
  }
  if (op === 'insert' && status === 200)
    return { ...written, wasThere: true, reason: 'Was in the Kit account by then.' }
  if (type === 'purchases' && op === 'update')
    return {
      ...written,
      reason: await readBackPurchase(send, { before: key.remoteId, now: id }, group, signal),
    }
  return written
}

const withSecret = z.object({ webhook_endpoint: z.object({ secret: z.string() }) })

/** A new endpoint shows its signing secret, and never again. Without one it can still be given a new one. */
function secretIn({ body }: KitAnswer): string | undefined {
  return withSecret.safeParse(body).data?.webhook_endpoint.secret
}

function refused({ status, words }: KitAnswer): Said {
  const said = words === '' ? `Kit refused it (error ${status}).` : `Kit said: “${words}”.`
  const reason = status === 404 ? 'Is no longer in the Kit account.' : said
  return { status: 'rejected', httpStatus: status, reason }
}

/** What was written is the one property of the answer: `{ "tag": { "id": 12 } }`. A purchase may come bare. */
function idIn(answer: KitAnswer): RemoteId | null {
  const bare = objectRow.safeParse(answer.body)
  if (bare.success) return bare.data.id as RemoteId
  const wrapped = understand(z.record(z.string(), z.unknown()), answer, 'what was written')
  const found = Object.values(wrapped).map((value) => objectRow.safeParse(value))
  return (found.find((one) => one.success)?.data.id as RemoteId | undefined) ?? null
}
