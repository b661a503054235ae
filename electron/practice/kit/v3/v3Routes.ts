import type { Handler, Route } from '../route.ts'
import {
  v3Account,
  v3Broadcasts,
  v3BroadcastStats,
  v3CreateBroadcast,
  v3CreateCustomFields,
  v3CreateTags,
  v3CustomFields,
  v3DeleteBroadcast,
  v3DeleteCustomField,
  v3Forms,
  v3GetBroadcast,
  v3RenameCustomField,
  v3Sequences,
  v3Tags,
  v3UpdateBroadcast,
} from './v3Content.ts'
import type { V3Access } from './v3Keys.ts'
import { v3CreateHook, v3CreatePurchase, v3DeleteHook, v3GetPurchase, v3Purchases } from './v3Sales.ts'
import { v3Subscribe, v3Subscriptions } from './v3Subscribe.ts'
import {
  v3GetSubscriber,
  v3ListSubscribers,
  v3RemoveTag,
  v3RemoveTagByEmail,
  v3SubscriberTags,
  v3Unsubscribe,
  v3UpdateSubscriber,
} from './v3Subscribers.ts'

export interface V3Route extends Pick<Route, 'method' | 'path' | 'handle'> {
  /** What opens it: the key and the secret, or only the secret. */
  readonly needs: V3Access
}

/** The old API, from the source of its documentation (ConvertKit/developers-documentation, 2020-11-12). */
export const v3Routes: readonly V3Route[] = [
  withSecret('GET', '/v3/account', v3Account),

  withKey('GET', '/v3/forms', v3Forms),
  withKey('POST', '/v3/forms/:id/subscribe', v3Subscribe('form')),
  withSecret('GET', '/v3/forms/:id/subscriptions', v3Subscriptions('form')),

  ...['/v3/sequences', '/v3/courses'].flatMap((path) => [
    withKey('GET', path, v3Sequences),
    withKey('POST', `${path}/:id/subscribe`, v3Subscribe('course')),
    withSecret('GET', `${path}/:id/subscriptions`, v3Subscriptions('course')),
  ]),

  withKey('GET', '/v3/tags', v3Tags),
  withKey('POST', '/v3/tags', v3CreateTags),
  withKey('POST', '/v3/tags/:id/subscribe', v3Subscribe('tag')),
  withSecret('POST', '/v3/tags/:id/unsubscribe', v3RemoveTagByEmail),
  withSecret('GET', '/v3/tags/:id/subscriptions', v3Subscriptions('tag')),

  withSecret('GET', '/v3/subscribers', v3ListSubscribers),
  withSecret('GET', '/v3/subscribers/:id', v3GetSubscriber),
  withSecret('PUT', '/v3/subscribers/:id', v3UpdateSubscriber),
  withKey('GET', '/v3/subscribers/:id/tags', v3SubscriberTags),
  withSecret('DELETE', '/v3/subscribers/:subscriber_id/tags/:tag_id', v3RemoveTag),
  withSecret('PUT', '/v3/unsubscribe', v3Unsubscribe),

  withKey('GET', '/v3/custom_fields', v3CustomFields),
  withSecret('POST', '/v3/custom_fields', v3CreateCustomFields),
  withSecret('PUT', '/v3/custom_fields/:id', v3RenameCustomField),
  withSecret('DELETE', '/v3/custom_fields/:id', v3DeleteCustomField),

  withSecret('GET', '/v3/broadcasts', v3Broadcasts),
  withSecret('POST', '/v3/broadcasts', v3CreateBroadcast),
  withSecret('GET', '/v3/broadcasts/:id', v3GetBroadcast),
  withSecret('PUT', '/v3/broadcasts/:id', v3UpdateBroadcast),
  withSecret('DELETE', '/v3/broadcasts/:id', v3DeleteBroadcast),
  withSecret('GET', '/v3/broadcasts/:broadcast_id/stats', v3BroadcastStats),

  withSecret('GET', '/v3/purchases', v3Purchases),
  withSecret('POST', '/v3/purchases', v3CreatePurchase),
  withSecret('GET', '/v3/purchases/:id', v3GetPurchase),

  withSecret('POST', '/v3/automations/hooks', v3CreateHook),
  withSecret('DELETE', '/v3/automations/hooks/:id', v3DeleteHook),
]

function withKey(method: Route['method'], path: string, handle: Handler): V3Route {
  return { method, path, handle, needs: 'key' }
}

function withSecret(method: Route['method'], path: string, handle: Handler): V3Route {
  return { method, path, handle, needs: 'secret' }
}
