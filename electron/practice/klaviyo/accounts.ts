import { tiers } from './buckets.ts'
import type { Resource, Writing } from './document.ts'
import { collection, resource, single, wholePage } from './document.ts'
import { missing } from './errors.ts'
import type { Account } from './model.ts'
import { operation } from './operation.ts'
import { resourceFields } from './resourceFields.ts'

const query = { fields: { account: resourceFields.account } }
const common = { method: 'GET', tier: tiers.XS, scopes: ['accounts:read'], type: 'account', query } as const

/** The one account of a private key. */
export const accountOperations = [
  operation({
    ...common,
    path: '/api/accounts',
    handle: ({ url, writing }, { state }) =>
      collection(url, wholePage([accountResource(writing, state.account)])),
  }),
  operation({
    ...common,
    path: '/api/accounts/{id}',
    handle: ({ url, writing, params }, { state }) => {
      if (params.id !== state.account.id) throw missing('account', params.id ?? '')
      return single(url, accountResource(writing, state.account))
    },
  }),
]

function accountResource(writing: Writing, account: Account): Resource {
  const attributes = {
    test_account: true,
    contact_information: {
      default_sender_name: account.name,
      default_sender_email: account.senderEmail,
      website_url: account.website,
      organization_name: account.name,
      street_address: {
        address1: '1 Oven Lane',
        address2: null,
        city: 'Boston',
        region: 'MA',
        country: 'United States',
        zip: '02110',
      },
    },
    industry: 'Food & Beverage',
    timezone: account.timeZone,
    preferred_currency: 'USD',
    public_api_key: account.id,
    locale: 'en-US',
  }
  return resource(writing, '/api/accounts', { type: 'account', id: account.id, attributes })
}
