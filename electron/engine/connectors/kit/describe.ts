import type { z } from 'zod'
import { AppError } from '../../../../shared/errors.ts'
import type { AccountInfo, AccountSchema, Audience, AudienceKind, Field } from '../../../../shared/model.ts'
import { account, form, sequence, tag, understand } from './answers.ts'
import { customFieldId, type CustomFields } from './customFields.ts'
import { listAll } from './list.ts'
import type { SendToKit } from './request.ts'
import { emailField, firstNameField } from './subscriber.ts'

/** Who the key belongs to. `plan` is missing from answers before 2026-07-09. */
export async function identify(send: SendToKit, signal: AbortSignal): Promise<AccountInfo> {
  const answer = await send({ method: 'GET', path: '/v4/account', about: 'the account' }, signal)
  const { id, name, plan, plan_type, primary_email_address } = understand(
    account,
    answer,
    'the account',
  ).account
  return {
    id,
    name: name ?? primary_email_address ?? `Kit account ${id}`,
    email: primary_email_address ?? null,
    plan: plan?.plan_type ?? plan_type ?? null,
    contactLimit: plan?.subscriber_limit ?? null,
  }
}

/** Fields and audiences as they are now: four lists. */
export async function describe(
  send: SendToKit,
  fields: CustomFields,
  signal: AbortSignal,
): Promise<AccountSchema> {
  return { fields: [...standardFields, ...fields.all.map(toField)], audiences: await audiences(send, signal) }
}

export const standardFields: readonly Field[] = [
  { id: emailField, key: 'email_address', label: 'Email', type: 'email', custom: false },
  { id: firstNameField, key: 'first_name', label: 'First name', type: 'text', custom: false },
]

/** Kit's custom fields have no types: every value is text. */
export function toField(field: CustomFields['all'][number]): Field {
  return { id: customFieldId(field), key: field.key, label: field.label, type: 'text', custom: true }
}

async function audiences(send: SendToKit, signal: AbortSignal): Promise<readonly Audience[]> {
  const forms = await listAll(
    send,
    { path: '/v4/forms', rows: 'forms', row: form, query: { status: 'active' }, about: 'forms' },
    signal,
  )
  const tags = await listAll(send, { path: '/v4/tags', rows: 'tags', row: tag, about: 'tags' }, signal)
  const sequences = await listSequences(send, signal)
  return [
    ...forms.map((one) => toAudience('form', one, one.archived !== true)),
    ...tags.map((one) => toAudience('tag', one, true)),
    ...sequences.map((one) => toAudience('sequence', one, one.active !== false)),
  ]
}

export function toAudience(
  kind: AudienceKind,
  { id, name }: { id: string; name?: string | null | undefined },
  open: boolean,
): Audience {
  // Kit's API does not show whether a form asks people to confirm.
  return { kind, id, name: name ?? `Unnamed ${kind} ${id}`, open, optIn: null }
}

/** Some plans have no sequences, and refuse to list them. Whatever else refuses us has refused the tags before. */
async function listSequences(
  send: SendToKit,
  signal: AbortSignal,
): Promise<readonly z.infer<typeof sequence>[]> {
  const request = { path: '/v4/sequences', rows: 'sequences', row: sequence, about: 'sequences' }
  try {
    return await listAll(send, request, signal)
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') return []
    throw error
  }
}
