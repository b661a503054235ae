import { getAccount, getCreatorProfile, getEmailStats, listColors, replaceColors } from './account.ts'
import {
  createBroadcast,
  deleteBroadcast,
  getBroadcast,
  listBroadcasts,
  updateBroadcast,
} from './broadcasts.ts'
import { getBroadcastStats, listBroadcastClicks, listBroadcastStats } from './broadcastStats.ts'
import { getPost, listEmailTemplates, listPosts, listSegments } from './content.ts'
import { bulkCreateCustomFields, bulkCustomFieldValues } from './bulk/bulkCustomFields.ts'
import { bulkFormAdditions } from './bulk/bulkForms.ts'
import { bulkSubscribers } from './bulk/bulkSubscribers.ts'
import { bulkCreateTags, bulkDeleteTags, bulkTag, bulkUntag } from './bulk/bulkTags.ts'
import { createCustomField, deleteCustomField, listCustomFields, renameCustomField } from './customFields.ts'
import { filterSubscribers } from './filter.ts'
import { addToForm, listForms, listFormSubscribers } from './forms.ts'
import { getGrowthStats } from './growthStats.ts'
import { changeLocation, deleteLocation, setLocation } from './location.ts'
import { createPurchase, getPurchase, listPurchases } from './purchases.ts'
import type { Handler, Route } from './route.ts'
import {
  createSequenceEmail,
  deleteSequenceEmail,
  getSequenceEmail,
  listSequenceEmails,
  updateSequenceEmail,
} from './sequenceEmails.ts'
import {
  addToSequence,
  createSequence,
  deleteSequence,
  getSequence,
  listSequences,
  listSequenceSubscribers,
  updateSequence,
} from './sequences.ts'
import { createSnippet, getSnippet, listSnippets, updateSnippet } from './snippets.ts'
import { getSubscriber, listSubscribers } from './subscriberReads.ts'
import { getSubscriberStats } from './subscriberStats.ts'
import { unsubscribeSubscriber, updateSubscriber, upsertSubscriber } from './subscriberWrites.ts'
import {
  createTag,
  listSubscriberTags,
  listTags,
  listTagSubscribers,
  renameTag,
  tagSubscriber,
  untagSubscriber,
} from './tags.ts'
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  revokePreviousSecret,
  rotateWebhookSecret,
  updateWebhookEndpoint,
} from './webhookEndpoints.ts'
import { createWebhook, deleteWebhook, listWebhooks } from './webhooks.ts'

/** Every operation of Kit v4. The first route that fits answers. */
export const routes: readonly Route[] = [
  get('/v4/account', getAccount),
  get('/v4/account/colors', listColors),
  put('/v4/account/colors', replaceColors),
  get('/v4/account/creator_profile', getCreatorProfile),
  get('/v4/account/email_stats', getEmailStats),
  get('/v4/account/growth_stats', getGrowthStats),

  get('/v4/subscribers', listSubscribers),
  post('/v4/subscribers', upsertSubscriber),
  { ...post('/v4/subscribers/filter', filterSubscribers), readsOnly: true },
  get('/v4/subscribers/:id', getSubscriber),
  put('/v4/subscribers/:id', updateSubscriber),
  post('/v4/subscribers/:id/unsubscribe', unsubscribeSubscriber),
  get('/v4/subscribers/:subscriber_id/tags', listSubscriberTags),
  get('/v4/subscribers/:subscriber_id/stats', getSubscriberStats),
  post('/v4/subscribers/:subscriber_id/location', setLocation),
  { method: 'PATCH', path: '/v4/subscribers/:subscriber_id/location', handle: changeLocation },
  del('/v4/subscribers/:subscriber_id/location', deleteLocation),

  get('/v4/tags', listTags),
  post('/v4/tags', createTag),
  put('/v4/tags/:id', renameTag),
  get('/v4/tags/:tag_id/subscribers', listTagSubscribers),
  post('/v4/tags/:tag_id/subscribers', tagSubscriber),
  post('/v4/tags/:tag_id/subscribers/:id', tagSubscriber),
  del('/v4/tags/:tag_id/subscribers', untagSubscriber),
  del('/v4/tags/:tag_id/subscribers/:id', untagSubscriber),

  get('/v4/forms', listForms),
  get('/v4/forms/:form_id/subscribers', listFormSubscribers),
  post('/v4/forms/:form_id/subscribers', addToForm),
  post('/v4/forms/:form_id/subscribers/:id', addToForm),

  get('/v4/sequences', listSequences),
  post('/v4/sequences', createSequence),
  get('/v4/sequences/:id', getSequence),
  put('/v4/sequences/:id', updateSequence),
  del('/v4/sequences/:id', deleteSequence),
  get('/v4/sequences/:sequence_id/subscribers', listSequenceSubscribers),
  post('/v4/sequences/:sequence_id/subscribers', addToSequence),
  post('/v4/sequences/:sequence_id/subscribers/:id', addToSequence),
  get('/v4/sequences/:sequence_id/emails', listSequenceEmails),
  post('/v4/sequences/:sequence_id/emails', createSequenceEmail),
  get('/v4/sequences/:sequence_id/emails/:id', getSequenceEmail),
  put('/v4/sequences/:sequence_id/emails/:id', updateSequenceEmail),
  del('/v4/sequences/:sequence_id/emails/:id', deleteSequenceEmail),

  get('/v4/custom_fields', listCustomFields),
  post('/v4/custom_fields', createCustomField),
  put('/v4/custom_fields/:id', renameCustomField),
  del('/v4/custom_fields/:id', deleteCustomField),

  get('/v4/broadcasts', listBroadcasts),
  post('/v4/broadcasts', createBroadcast),
  get('/v4/broadcasts/stats', listBroadcastStats),
  get('/v4/broadcasts/:id', getBroadcast),
  put('/v4/broadcasts/:id', updateBroadcast),
  del('/v4/broadcasts/:id', deleteBroadcast),
  get('/v4/broadcasts/:broadcast_id/stats', getBroadcastStats),
  get('/v4/broadcasts/:broadcast_id/clicks', listBroadcastClicks),

  get('/v4/segments', listSegments),
  get('/v4/email_templates', listEmailTemplates),
  get('/v4/posts', listPosts),
  get('/v4/posts/:id', getPost),
  get('/v4/snippets', listSnippets),
  post('/v4/snippets', createSnippet),
  get('/v4/snippets/:id', getSnippet),
  put('/v4/snippets/:id', updateSnippet),

  get('/v4/webhooks', listWebhooks),
  post('/v4/webhooks', createWebhook),
  del('/v4/webhooks/:id', deleteWebhook),
  get('/v4/webhook_endpoints', listWebhookEndpoints),
  post('/v4/webhook_endpoints', createWebhookEndpoint),
  get('/v4/webhook_endpoints/:id', getWebhookEndpoint),
  { method: 'PATCH', path: '/v4/webhook_endpoints/:id', handle: updateWebhookEndpoint },
  del('/v4/webhook_endpoints/:id', deleteWebhookEndpoint),
  post('/v4/webhook_endpoints/:id/rotate_secret', rotateWebhookSecret),
  post('/v4/webhook_endpoints/:id/revoke_previous_secret', revokePreviousSecret),

  oauthOnly(post('/v4/bulk/subscribers', bulkSubscribers)),
  oauthOnly(post('/v4/bulk/tags', bulkCreateTags)),
  oauthOnly(del('/v4/bulk/tags', bulkDeleteTags)),
  oauthOnly(post('/v4/bulk/tags/subscribers', bulkTag)),
  oauthOnly(del('/v4/bulk/tags/subscribers', bulkUntag)),
  oauthOnly(post('/v4/bulk/forms/subscribers', bulkFormAdditions)),
  oauthOnly(post('/v4/bulk/custom_fields', bulkCreateCustomFields)),
  oauthOnly(post('/v4/bulk/custom_fields/subscribers', bulkCustomFieldValues)),
  oauthOnly(get('/v4/purchases', listPurchases)),
  oauthOnly(post('/v4/purchases', createPurchase)),
  oauthOnly(get('/v4/purchases/:id', getPurchase)),
]

function oauthOnly(route: Route): Route {
  return { ...route, oauthOnly: true }
}

function get(path: string, handle: Handler): Route {
  return { method: 'GET', path, handle }
}

function post(path: string, handle: Handler): Route {
  return { method: 'POST', path, handle }
}

function put(path: string, handle: Handler): Route {
  return { method: 'PUT', path, handle }
}

function del(path: string, handle: Handler): Route {
  return { method: 'DELETE', path, handle }
}
