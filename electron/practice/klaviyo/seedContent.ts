import { arrangeList, listNamed } from './arrange.ts'
import type { JsonObject } from './json.ts'
import type { OptIn, Segment, TagGroup } from './model.ts'
import { metricNamed } from './recordEvent.ts'
import type { KlaviyoState } from './state.ts'

const dayMs = 86_400_000

/** More than fit on one page of ten. */
const lists: readonly (readonly [string, OptIn])[] = [
  ['Newsletter', 'single_opt_in'],
  ['Customers', 'single_opt_in'],
  ['VIP', 'single_opt_in'],
  ['Weekly letter', 'double_opt_in'],
  ['Webinar 2026', 'double_opt_in'],
  ['Booth Berlin', 'single_opt_in'],
  ['Spring fair 2025', 'single_opt_in'],
  ['Free guide', 'double_opt_in'],
  ['Wholesale', 'single_opt_in'],
  ['Bread club', 'double_opt_in'],
  ['Gift cards', 'single_opt_in'],
  ['Nobody yet', 'single_opt_in'],
]

/** What an account has from its first day. */
export function seedDefaults(state: KlaviyoState): void {
  addGroup(state, { name: 'Ungrouped Tags', exclusive: false, isDefault: true })
}

/** Lists, segments, tags and metrics. */
export function seedContent(state: KlaviyoState): void {
  const start = Math.floor(state.now() / 1000) * 1000 - 900 * dayMs
  for (const [index, [name, optIn]] of lists.entries())
    arrangeList(state, name, optIn, start + index * 20 * dayMs)
  const newsletter = listNamed(state, 'Newsletter').id
  addSegment(state, 'Can be mailed', start, [
    {
      type: 'profile-marketing-consent',
      consent: {
        channel: 'email',
        can_receive_marketing: true,
        consent_status: { subscription: 'subscribed' },
      },
    },
  ])
  addSegment(state, 'Newsletter readers', start, [
    {
      type: 'profile-group-membership',
      is_member: true,
      group_ids: [newsletter],
      timeframe_filter: null,
    },
  ])
  addSegment(state, 'Warm leads', start, [
    {
      type: 'profile-property',
      property: "properties['lead_score']",
      filter: { type: 'numeric', operator: 'greater-than', value: 49.5 },
    },
  ])
  seedTags(state, newsletter)
  seedMetrics(state, start)
}

function seedTags(state: KlaviyoState, newsletter: string): void {
  const season = addGroup(state, { name: 'Season', exclusive: true, isDefault: false })
  const [ungrouped = ''] = state.tagGroups.keys()
  addTag(state, 'regular', ungrouped, [newsletter])
  addTag(state, 'imported', ungrouped, [])
  addTag(state, 'spring', season, [listNamed(state, 'Spring fair 2025').id])
  addTag(state, 'autumn', season, [])
}

function addGroup(state: KlaviyoState, group: Omit<TagGroup, 'id'>): string {
  const id = state.ids.uuid()
  state.tagGroups.set(id, { id, ...group })
  return id
}

function addTag(state: KlaviyoState, name: string, groupId: string, listIds: readonly string[]): void {
  const id = state.ids.uuid()
  state.tags.set(id, { id, name, groupId, lists: new Set(listIds), segments: new Set() })
}

function addSegment(state: KlaviyoState, name: string, at: number, conditions: readonly JsonObject[]): void {
  const segment: Segment = {
    id: state.ids.short(),
    name,
    definition: { condition_groups: [{ conditions }] },
    created: at,
    updated: at,
    isActive: true,
    isStarred: false,
    readyAt: at,
  }
  state.segments.set(segment.id, segment)
}

/** The category of an integration is text in one, an object in another (seen in one account). */
function seedMetrics(state: KlaviyoState, at: number): void {
  const klaviyo = {
    object: 'integration',
    id: '7FtS4J',
    key: 'klaviyo',
    name: 'Klaviyo',
    category: 'Internal',
  }
  const shop = {
    object: 'integration',
    id: '0eMvjm',
    key: 'shop',
    name: 'Practice Shop',
    category: { id: 'ecom01', category: 'eCommerce' },
  }
  for (const name of ['Received Email', 'Opened Email', 'Clicked Email', 'Subscribed to List'])
    metricNamed(state, name, at, klaviyo)
  for (const name of ['Placed Order', 'Ordered Product']) metricNamed(state, name, at, shop)
}
