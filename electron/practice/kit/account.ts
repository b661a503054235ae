import type { Answer } from '../answer.ts'
import { invalid, isoSeconds, ok } from './answers.ts'
import type { KitRequest } from './input.ts'
import { asList } from './input.ts'
import type { KitAccount } from './route.ts'
import { offsetText } from './timeZone.ts'

const dayMs = 86_400_000

/** GET /v4/account: which account this key belongs to. */
export function getAccount(_request: KitRequest, { state }: KitAccount): Answer {
  const { account } = state
  return ok({
    user: { id: account.userId, email: account.emailAddress },
    account: {
      id: account.id,
      name: account.name,
      plan_type: account.planType,
      primary_email_address: account.emailAddress,
      created_at: isoSeconds(account.createdAt),
      plan: {
        plan_type: account.planType,
        interval: 'month',
        subscriber_limit: account.subscriberLimit,
        on_trial: false,
        trial_lapse_date: null,
        renews_at: isoSeconds(state.now() + 12 * dayMs),
        cancels_at: null,
      },
      sending_addresses: [
        {
          email_address: account.emailAddress,
          from_name: account.fromName,
          status: 'confirmed',
          is_default: true,
          is_verified: true,
          is_dmarc_configured: false,
        },
      ],
      timezone: {
        name: account.timeZone,
        friendly_name: account.timeZoneTitle,
        utc_offset: offsetText(account.timeZone, state.now()),
      },
    },
  })
}

/** GET /v4/account/colors */
export function listColors(_request: KitRequest, { state }: KitAccount): Answer {
  return ok({ colors: state.colors })
}

/** PUT /v4/account/colors: replaces all of them. */
export function replaceColors({ input }: KitRequest, { state }: KitAccount): Answer {
  const colors = asList(input.colors)
  if (colors === undefined) throw invalid("Colors can't be blank")
  if (colors.length > 10) throw invalid('Colors is too long (maximum is 10)')
  for (const color of colors)
    if (typeof color !== 'string' || !/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(color))
      throw invalid(`Colors ${String(color)} is not a valid hex color code.`)
  state.colors = colors as readonly string[]
  return ok({ colors: state.colors })
}

/** GET /v4/account/creator_profile */
export function getCreatorProfile(_request: KitRequest, { state }: KitAccount): Answer {
  return ok({
    profile: {
      name: state.account.name,
      byline: 'Bread, twice a day',
      bio: 'A practice account: nobody in it exists and no mail leaves it.',
      image_url: 'https://practice.example/profile.png',
      profile_url: 'https://practice.example/profile',
    },
  })
}

/** GET /v4/account/email_stats: the last 90 days, rates in percent. */
export function getEmailStats(_request: KitRequest, { state }: KitAccount): Answer {
  const ending = state.now()
  const starting = ending - 90 * dayMs
  const events = [...state.emailEvents.values()].flat().filter((event) => event.at >= starting)
  const count = (kind: string) => events.filter((event) => event.kind === kind).length
  const sent = count('sent')
  const percent = (part: number) => (sent === 0 ? 0 : Math.round((10_000 * part) / sent) / 100)
  return ok({
    stats: {
      sent,
      clicked: count('clicked'),
      opened: count('opened'),
      email_stats_mode: 'last_90',
      open_tracking_enabled: true,
      click_tracking_enabled: true,
      starting: isoSeconds(starting),
      ending: isoSeconds(ending),
      open_rate: percent(count('opened')),
      click_rate: percent(count('clicked')),
      unsubscribe_rate: 0,
      bounce_rate: percent(count('bounced')),
    },
  })
}
