/** Fields that a sparse fieldset may name, per type of resource. */
const profile = [
  'email',
  'phone_number',
  'external_id',
  'first_name',
  'last_name',
  'organization',
  'locale',
  'title',
  'image',
  'created',
  'updated',
  'last_event_date',
  'location.*',
  'properties',
] as const
const profileWithAdditional = [...profile, 'subscriptions.*', 'predictive_analytics.*'] as const
const list = ['created', 'name', 'opt_in_process', 'updated'] as const
const segment = [
  'created',
  'definition.*',
  'is_active',
  'is_processing',
  'is_starred',
  'name',
  'updated',
] as const
const suppressionJob = [
  'completed_at',
  'completed_count',
  'created_at',
  'skipped_count',
  'status',
  'total_count',
] as const

export const resourceFields = {
  account: [
    'contact_information.*',
    'industry',
    'locale',
    'preferred_currency',
    'public_api_key',
    'test_account',
    'timezone',
  ],
  /** As events include them. */
  profile,
  profileWithAdditional,
  /** As lists and segments answer their members. */
  member: [...profileWithAdditional, 'joined_group_at'],
  list,
  listWithCount: [...list, 'profile_count'],
  segment,
  segmentWithCount: [...segment, 'profile_count'],
  tag: ['name'],
  tagGroup: ['default', 'exclusive', 'name'],
  metric: ['created', 'integration', 'name', 'updated'],
  event: ['datetime', 'event_properties', 'timestamp', 'uuid'],
  flow: ['archived', 'created', 'name', 'status', 'trigger_type', 'updated'],
  importJob: [
    'completed_at',
    'completed_count',
    'created_at',
    'expires_at',
    'failed_count',
    'started_at',
    'status',
    'total_count',
  ],
  importError: ['code', 'detail', 'original_payload', 'source.*', 'title'],
  suppressionJob,
  pushToken: [
    'background',
    'created',
    'enablement_status',
    'metadata.*',
    'platform',
    'recorded_date',
    'token',
    'vendor',
  ],
  conversation: ['channel'],
} as const satisfies Record<string, readonly string[]>

/** What reads of profiles may ask for beside the usual attributes. */
export const additionalProfileFields = { profile: ['subscriptions', 'predictive_analytics'] } as const
