import { accountOperations } from './accounts.ts'
import { bulkExportOperation } from './bulkExport.ts'
import { emptyRelationOperations } from './emptyRelations.ts'
import { eventReadOperations } from './eventReads.ts'
import { eventWriteOperations } from './eventWrites.ts'
import { importJobReadOperations } from './importJobReads.ts'
import { createImportJobOperation } from './importJobs.ts'
import { listMemberOperations } from './listMembers.ts'
import { listOperations } from './lists.ts'
import { metricAggregateOperation } from './metricAggregates.ts'
import { metricOperations } from './metrics.ts'
import type { Operation } from './operation.ts'
import { privacyDeletionOperation } from './privacyDeletion.ts'
import { profileMergeOperation } from './profileMerge.ts'
import { profileGroupOperations } from './profileGroups.ts'
import { profileReadOperations } from './profileReads.ts'
import { profileWriteOperations } from './profileWrites.ts'
import { segmentRelationOperations } from './segmentRelations.ts'
import { segmentOperations } from './segments.ts'
import { subscribeOperation } from './subscribe.ts'
import { suppressionOperations } from './suppressionJobs.ts'
import { tagGroupOperations } from './tagGroups.ts'
import { tagLinkOperations } from './tagLinks.ts'
import { tagOperations } from './tags.ts'
import { unsubscribeOperation } from './unsubscribe.ts'
import { webhookOperations } from './webhooks.ts'

/** Everything the practice Klaviyo answers. */
export const operations: readonly Operation[] = [
  ...accountOperations,
  ...listOperations,
  ...listMemberOperations,
  ...profileReadOperations,
  ...profileWriteOperations,
  ...profileGroupOperations,
  profileMergeOperation,
  createImportJobOperation,
  ...importJobReadOperations,
  subscribeOperation,
  unsubscribeOperation,
  ...suppressionOperations,
  privacyDeletionOperation,
  ...segmentOperations,
  ...segmentRelationOperations,
  ...tagOperations,
  ...tagGroupOperations,
  ...tagLinkOperations,
  ...metricOperations,
  metricAggregateOperation,
  ...eventReadOperations,
  ...eventWriteOperations,
  ...webhookOperations,
  ...emptyRelationOperations,
  bulkExportOperation,
]
