import { html } from 'hono/html'
import type { PracticeKit } from '../createPracticeKit.ts'
import { confidentialDemoApp, publicDemoApp } from './apps.ts'

type Page = ReturnType<typeof html>

/** The OAuth apps of the practice Kit, and what their tokens are worth: never the tokens themselves. */
export function oauthSection({ oauth: { apps, tokens } }: PracticeKit): Page {
  const demo: ReadonlySet<string> = new Set([publicDemoApp.clientId, confidentialDemoApp.clientId])
  return html`<h2>OAuth apps</h2>
    <p>
      Send the browser to <code>/oauth/authorize</code>, fetch tokens from <code>/oauth/token</code>, and send
      them as <code>Authorization: Bearer …</code>. 600 requests a minute each. An app of your own registers
      itself at <code>/oauth/register</code>; a program that doesn’t ask <code>/oauth/authorize</code> for
      HTML is sent back with its code at once; <code>/.well-known/oauth-authorization-server</code> names all
      addresses.
    </p>
    <ul>
      ${[...apps.all()].map(
        (app) =>
          html`<li>
            ${app.name}: client id
            <code>${app.clientId}</code>${secretNote(app.secret, demo.has(app.clientId))}; returns to
            ${app.redirectUris.map((uri) => html`<code>${uri}</code> `)}
          </li>`,
      )}
    </ul>
    <p>
      <code>http://127.0.0.1</code> and the like stand for every port and path of this computer.
      <code>urn:ietf:wg:oauth:2.0:oob</code> shows the code on a page, to be copied.
    </p>
    ${tokens.all().length === 0 ? html`<p>No app has access.</p>` : tokenTable({ apps, tokens })}`
}

function secretNote(secret: string | null, isDemo: boolean): Page {
  if (secret === null) return html`, no secret`
  return isDemo
    ? html`, client secret <code>${secret}</code>`
    : html`, a secret that was shown when it registered`
}

function tokenTable({ apps, tokens }: PracticeKit['oauth']): Page {
  const rows = tokens.all().slice(-20).reverse()
  return html`<table>
    <tr>
      <th>Tokens of</th>
      <th>State</th>
      <th>Since</th>
      <th>Until</th>
    </tr>
    ${rows.map(
      (pair) =>
        html`<tr>
          <td>
            ${apps.get(pair.clientId)?.name ?? 'an app that is gone'}${pair.tenantName === null ? '' : ` (${pair.tenantName})`}
          </td>
          <td>${pair.ended === 'refreshed' ? 'refreshed' : tokens.stateOf(pair.accessToken)}</td>
          <td>${new Date(pair.createdAt).toISOString()}</td>
          <td>${new Date(pair.expiresAt).toISOString()}</td>
        </tr>`,
    )}
  </table>`
}
