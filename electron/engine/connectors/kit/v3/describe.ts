import type { AccountInfo, AccountSchema } from '../../../../../shared/model.ts'
import { accountIdOf } from '../../sameAccount.ts'
import { understand } from '../answers.ts'
import type { CustomFields } from '../customFields.ts'
import { standardFields, toAudience, toField } from '../describe.ts'
import type { SendToKit } from '../request.ts'
import { account, courses, forms, tags } from './answers.ts'

/** Whose key and secret these are. Version 3 tells no id and no plan: the address says which account it is. */
export async function identify(send: SendToKit, signal: AbortSignal): Promise<AccountInfo> {
  const answer = await send({ method: 'GET', path: '/v3/account', about: 'the account' }, signal)
  const { name, primary_email_address: email } = understand(account, answer, 'the account')
  return { id: accountIdOf(email), name: name ?? email, email, plan: null, contactLimit: null }
}

/** Fields and audiences as they are now: each list comes whole. */
export async function describe(
  send: SendToKit,
  fields: CustomFields,
  signal: AbortSignal,
): Promise<AccountSchema> {
  const list = (what: string) => send({ method: 'GET', path: `/v3/${what}`, about: what }, signal)
  const found = [
    ...understand(forms, await list('forms'), 'forms').forms.map((one) =>
      toAudience('form', one, one.archived !== true),
    ),
    ...understand(tags, await list('tags'), 'tags').tags.map((one) => toAudience('tag', one, true)),
    ...understand(courses, await list('sequences'), 'sequences').courses.map((one) =>
      toAudience('sequence', one, true),
    ),
  ]
  return { fields: [...standardFields, ...fields.all.map(toField)], audiences: found }
}
