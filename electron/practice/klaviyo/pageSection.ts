import { html } from 'hono/html'
import { assumptions } from './assumptions.ts'
import type { PracticeKlaviyo } from './createPracticeKlaviyo.ts'
import { namedProfiles } from './namedProfiles.ts'

type Page = ReturnType<typeof html>

/** The Klaviyo half of the practice server's page. */
export function klaviyoSection(klaviyo: PracticeKlaviyo): Page {
  return html`<h1>Practice Klaviyo</h1>
    <p>
      A Klaviyo account that lives in this program’s memory and answers like the REST API at revision
      2026-07-15, as far as that is publicly known.
    </p>
    ${keys(klaviyo)} ${contents(klaviyo)} ${people()} ${switches()}
    <h2>Assumed of Klaviyo</h2>
    <p>The public sources don't say these; the real service may differ.</p>
    <ul>
      ${assumptions.map((text) => html`<li><strong>assumed</strong>: ${text}</li>`)}
    </ul>`
}

function keys({ keys }: PracticeKlaviyo): Page {
  return html`<h2>Keys of Klaviyo</h2>
    <p>
      Send one as <code>Authorization: Klaviyo-API-Key …</code>, with <code>revision: 2026-07-15</code>, to
      the paths under <code>/api</code>.
    </p>
    <ul>
      <li><code>${keys.all}</code>: may do everything</li>
      <li><code>${keys.readOnly}</code>: may only read</li>
      <li><code>${keys.revoked}</code>: revoked, always 401</li>
    </ul>`
}

function contents({ state }: PracticeKlaviyo): Page {
  const names = (items: Iterable<{ readonly name: string }>) => [...items].map(({ name }) => name).join(', ')
  const lists = [...state.lists.values()].map(({ name, optIn }) => ({
    name: optIn === 'double_opt_in' ? `${name} (double opt-in)` : name,
  }))
  return html`<h2>What is in Klaviyo</h2>
    <table>
      <tr>
        <th>People</th>
        <td>${state.profiles.size}</td>
      </tr>
      <tr>
        <th>Lists</th>
        <td>${names(lists)}</td>
      </tr>
      <tr>
        <th>Segments</th>
        <td>${names(state.segments.values())}</td>
      </tr>
      <tr>
        <th>Tags</th>
        <td>${names(state.tags.values())}</td>
      </tr>
      <tr>
        <th>Metrics</th>
        <td>${names(state.metrics.values())}</td>
      </tr>
    </table>`
}

function people(): Page {
  return html`<h2>People to count on in Klaviyo</h2>
    <table>
      ${Object.values(namedProfiles).map(
        (person) =>
          html`<tr>
            <td>${person.email ?? person.phoneNumber ?? person.externalId ?? ''}</td>
            <td>${person.standing}</td>
            <td>${person.firstName ?? ''}</td>
          </tr>`,
      )}
    </table>`
}

function switches(): Page {
  return html`<h2>Switches of Klaviyo</h2>
    <ul>
      <li>
        <code>PUT /practice/faults</code> with
        <code>{"service":"klaviyo","faults":[{"kind":"stuck-job"}]}</code>. Kinds:
        <code>too-many-requests</code>, <code>unavailable</code> (both may have
        <code>retryAfterSeconds</code>), <code>server-error</code>, <code>blocked</code>,
        <code>bad-request-page</code>, <code>key-revoked</code>, <code>drop-before-commit</code>,
        <code>drop-after-commit</code>, <code>slow</code> (has <code>ms</code>),
        <code>unsubscribes-between</code>, <code>conflict-without-meta</code>, <code>stuck-job</code> and
        <code>cancelled-job</code> (may have <code>afterRows</code>), <code>failing-rows</code> (has
        <code>rows</code>), <code>garbage-prev</code>, <code>duplicate-rows</code>,
        <code>late-suppression</code> (has <code>ms</code>). Each may have <code>times</code>,
        <code>skip</code>, <code>method</code> and <code>path</code>.
      </li>
      <li>
        <code>PATCH /practice/klaviyo/profiles/{id or address}</code> with <code>attributes</code>, or
        <code>happened</code>: <code>unsubscribed</code>, <code>bounced</code>, <code>complained</code>,
        <code>suppressed</code>, <code>confirmed</code> (the mail of a double opt-in).
      </li>
    </ul>`
}
