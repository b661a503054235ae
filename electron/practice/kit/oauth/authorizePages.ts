import { html } from 'hono/html'
import { outOfBand } from './apps.ts'
import type { Wanted } from './authorize.ts'

type Page = ReturnType<typeof html>

/** Asks the account's owner. Every parameter goes on in the form, so that a program can send it as well. */
export function consentPage(
  { app, redirectUri, tenantName }: Wanted,
  given: Readonly<Record<string, string>>,
  accountName: string,
): string {
  return frame(
    'Authorization required',
    html`<h1>Allow ${app.name} to use the practice account “${accountName}”?</h1>
      <p>This is a practice Kit on this computer. Nobody in it exists.</p>
      <p>It will be able to read and change everything in the account, until you take its access away.</p>
      ${tenantName === null ? '' : html`<p>Installation: ${tenantName}</p>`}
      ${
        redirectUri === outOfBand
          ? html`<p>Afterwards this page shows a code to copy into it.</p>`
          : html`<p>Afterwards your browser goes to <code>${redirectUri}</code>.</p>`
      }
      <form method="post" action="/oauth/authorize">
        ${Object.entries(given)
          .filter(([name]) => name !== 'decision')
          .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <button name="decision" value="allow" class="main">Allow</button>
        <button name="decision" value="deny">Deny</button>
      </form>`,
  )
}

/** For apps that no browser can lead back to. */
export function codePage(code: string): string {
  return frame(
    'Authorization code',
    html`<h1>Authorization code</h1>
      <p>Copy this into the program that asked for it. It counts once, and for ten minutes.</p>
      <p><code id="authorization_code">${code}</code></p>`,
  )
}

/** What is wrong with a request that can't be answered at the app's own address. */
export function problemPage(description: string): string {
  return frame(
    'An error has occurred',
    html`<h1>An error has occurred</h1>
      <p id="error_description">${description}</p>
      <p>
        The program that opened this page sent something the practice Kit can’t accept. Nothing was allowed.
      </p>`,
  )
}

function frame(title: string, content: Page): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          :root {
            color-scheme: light dark;
          }
          body {
            font:
              16px/1.5 system-ui,
              sans-serif;
            overflow-wrap: anywhere;
            max-width: 34rem;
            margin: 12vh auto 2rem;
            padding: 0 1rem;
          }
          h1 {
            font-size: 1.4rem;
            line-height: 1.3;
          }
          form {
            display: flex;
            gap: 0.75rem;
            margin-top: 1.5rem;
          }
          button {
            font: inherit;
            padding: 0.5rem 1.25rem;
            border-radius: 0.4rem;
            border: 1px solid #8888;
            cursor: pointer;
          }
          button.main {
            background: #1d5fd1;
            border-color: #1d5fd1;
            color: #fff;
          }
          code {
            background: #8882;
            padding: 0.1rem 0.3rem;
          }
        </style>
      </head>
      <body>
        ${content}
      </body>
    </html>`
  // Nothing in these pages is waited for.
  return page instanceof Promise ? '' : page.toString()
}
