import { html } from 'hono/html'
import type { PracticeKnobs, PracticeServices } from './control.ts'
import { assumptions } from './kit/assumptions.ts'
import type { PracticeKit } from './kit/createPracticeKit.ts'
import { subscriberStates } from './kit/model.ts'
import { namedPeople } from './kit/namedPeople.ts'
import { oauthSection } from './kit/oauth/pageSection.ts'
import { klaviyoSection } from './klaviyo/pageSection.ts'

type Page = ReturnType<typeof html>

/** What this server is and how to use it, for people. */
export function controlPage({ kit, klaviyo }: PracticeServices, knobs: PracticeKnobs): Page {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Listferry practice accounts</title>
        <style>
          :root {
            color-scheme: light dark;
          }
          body {
            font:
              16px/1.5 system-ui,
              sans-serif;
            overflow-wrap: anywhere;
            max-width: 60rem;
            margin: 2rem auto;
            padding: 0 1rem;
          }
          td,
          th {
            text-align: left;
            padding: 0.15rem 1rem 0.15rem 0;
            vertical-align: top;
          }
          code {
            background: #8882;
            padding: 0 0.25rem;
          }
        </style>
      </head>
      <body>
        <h1>Practice accounts</h1>
        <p>
          A Kit account and a Klaviyo account that live in this program's memory. They answer like the
          services' APIs as far as those are publicly known; nobody in them exists, no mail leaves them, and
          stopping the program forgets them. Time passes
          ${knobs.speed === 1 ? 'as fast as' : `${knobs.speed} times as fast as`} outside; Kit's lists are
          ${knobs.lagMs} ms of that time behind.
        </p>
        <h1>Practice Kit</h1>
        ${keysSection(kit)} ${oauthSection(kit)} ${contentsSection(kit)} ${deliveriesSection(kit)}
        ${peopleSection()} ${switchesSection()} ${assumptionsSection()} ${klaviyoSection(klaviyo)}
      </body>
    </html>`
}

function keysSection({ keys, refusedKeys, v3Keys }: PracticeKit): Page {
  return html`<h2>Keys</h2>
    <p>
      Send one of these as <code>X-Kit-Api-Key</code> to the paths under <code>/v4</code>. 120 requests a
      minute each.
    </p>
    <ul>
      ${keys.map((key) => html`<li><code>${key}</code></li>`)}
      <li><code>${refusedKeys.revoked}</code>: revoked, always 401</li>
      <li><code>${v3Keys.apiKey}</code>: the API key of the old API</li>
      <li><code>${v3Keys.apiSecret}</code>: the API secret of the old API</li>
    </ul>
    <p>
      The last two are <code>api_key</code> and <code>api_secret</code> of the paths under <code>/v3</code>,
      in the query or in the body, together 120 requests a minute; under <code>/v4</code> they are a 401.
    </p>`
}

function contentsSection({ state }: PracticeKit): Page {
  const people = [...state.subscribers.all()]
  const count = (wanted: string) => people.filter((person) => person.state === wanted).length
  const names = (items: Iterable<{ readonly name: string }>) => [...items].map((item) => item.name).join(', ')
  return html`<h2>What is in it</h2>
    <table>
      <tr>
        <th>People</th>
        <td>${people.length}: ${subscriberStates.map((each) => `${count(each)} ${each}`).join(', ')}</td>
      </tr>
      <tr>
        <th>Custom fields</th>
        <td>${[...state.customFields.values()].map((field) => field.label).join(', ')}</td>
      </tr>
      <tr>
        <th>Tags</th>
        <td>${names(state.tags.values())}</td>
      </tr>
      <tr>
        <th>Forms</th>
        <td>${[...state.forms.values()].map(formTitle).join(', ')}</td>
      </tr>
      <tr>
        <th>Sequences</th>
        <td>${[...state.sequences.values()].map(sequenceTitle).join(', ')}</td>
      </tr>
      <tr>
        <th>Broadcasts</th>
        <td>${[...state.broadcasts.values()].map((each) => each.subject).join(', ')}</td>
      </tr>
      <tr>
        <th>Purchases</th>
        <td>${[...state.purchases.values()].map((each) => each.transactionId).join(', ')}</td>
      </tr>
      <tr>
        <th>Segments</th>
        <td>${names(state.segments.values())}</td>
      </tr>
    </table>`
}

function deliveriesSection({ outbox: { deliveries } }: PracticeKit): Page {
  return html`<h2>What it sends</h2>
    <p>
      Results of queued bulk requests (to their <code>callback_url</code>) and webhooks of the older kind
      (<code>/v4/webhooks</code>, <code>/v3/automations/hooks</code>), once each, unsigned, and only to
      addresses of this computer. Webhooks 2.0 (<code>/v4/webhook_endpoints</code>) are kept and never sent:
      Kit refuses addresses of this computer for them.
    </p>
    ${deliveries.length === 0 ? html`<p>Nothing was sent yet.</p>` : deliveryTable(deliveries)}`
}

function deliveryTable(deliveries: PracticeKit['outbox']['deliveries']): Page {
  return html`<table>
    <tr>
      <th>What</th>
      <th>To</th>
      <th>Answer</th>
    </tr>
    ${deliveries
      .slice(-20)
      .reverse()
      .map(
        ({ about, url, status }) =>
          html`<tr>
            <td>${about}</td>
            <td><code>${url}</code></td>
            <td>${status ?? 'none'}</td>
          </tr>`,
      )}
  </table>`
}

function formTitle(form: {
  readonly name: string
  readonly status: string
  readonly doubleOptIn: boolean
}): string {
  const notes = [form.status === 'active' ? '' : form.status, form.doubleOptIn ? 'double opt-in' : ''].filter(
    Boolean,
  )
  return notes.length === 0 ? form.name : `${form.name} (${notes.join(', ')})`
}

function sequenceTitle(sequence: { readonly name: string; readonly active: boolean }): string {
  return sequence.active ? sequence.name : `${sequence.name} (inactive)`
}

function peopleSection(): Page {
  return html`<h2>People to count on</h2>
    <table>
      ${Object.values(namedPeople).map(
        (person) =>
          html`<tr>
            <td>${person.emailAddress}</td>
            <td>${person.state}</td>
            <td>${person.firstName ?? ''}</td>
          </tr>`,
      )}
    </table>`
}

function switchesSection(): Page {
  return html`<h2>Switches</h2>
    <ul>
      <li><code>GET /practice/settings</code></li>
      <li>
        <code>PUT /practice/faults</code> with
        <code>{"kit":[{"kind":"too-many-requests","times":3}]}</code> makes the next three requests fail; an
        empty list clears. Kinds: <code>too-many-requests</code> and <code>unavailable</code> (both may have
        <code>retryAfterSeconds</code>), <code>server-error</code>, <code>blocked</code> (a firewall's page),
        <code>key-revoked</code> (may have <code>message</code>), <code>subscriber-limit</code>,
        <code>drop-before-commit</code>, <code>drop-after-commit</code>, <code>slow</code> (has
        <code>ms</code>), <code>unsubscribes-between</code>, <code>queue-full</code>,
        <code>not-permitted</code>, <code>not-found</code>, <code>unable-to-destroy</code>, and for OAuth
        <code>expire-token</code>, <code>revoke-access</code>, <code>lose-refresh-answer</code>. Each may have
        <code>times</code>, <code>skip</code>, <code>method</code> and <code>path</code> (with
        <code>*</code>).
      </li>
      <li>
        <code>PATCH /practice/kit/subscribers/{id or address}</code> with <code>state</code>,
        <code>first_name</code>, <code>email_address</code> or <code>fields</code>: somebody else changes a
        person.
      </li>
      <li>
        <code>POST /practice/kit/oauth/expire</code> ends the access tokens of all apps (or of
        <code>{"client_id":"…"}</code>) now; <code>POST /practice/kit/oauth/revoke</code> takes the access
        away, as the account’s owner can; <code>GET /practice/kit/oauth</code> tells what the tokens are
        worth.
      </li>
      <li><code>GET /practice/requests</code>: what was asked, and what was done to whom.</li>
      <li><code>POST /practice/reset</code>: as at the start.</li>
    </ul>`
}

function assumptionsSection(): Page {
  return html`<h2>Assumed</h2>
    <p>The public sources don't say these; the real service may differ.</p>
    <ul>
      ${assumptions.map((text) => html`<li><strong>assumed</strong>: ${text}</li>`)}
    </ul>`
}
