import { Refusal } from '../answer.ts'
import { tiers } from './buckets.ts'
import { forbidden } from './errors.ts'
import { operation } from './operation.ts'

/** In beta and only for invited accounts: unknown to every stable revision, refused at a beta one (assumed). */
export const bulkExportOperation = operation({
  method: 'POST',
  path: '/api/profile-bulk-export-jobs',
  tier: tiers.XS,
  scopes: ['profiles:read'],
  type: 'profile-bulk-export-job',
  betaOnly: true,
  handle: () => {
    throw new Refusal(forbidden('This endpoint is not available for your account.'))
  },
})
