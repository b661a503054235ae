import { AppError } from '../../../shared/errors.ts'
import type {
  ConnectedAccount,
  ConnectionView,
  ConnectorView,
  CredentialFormView,
  KeyFormView,
  SignInFormView,
} from '../../../shared/contract/connections.ts'
import { openBrowser } from '../../http/openBrowser.ts'
import { askFields } from '../askFields.ts'
import { askSecret } from '../askSecret.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { type Session, withSession } from '../session.ts'
import { accountWords } from '../words.ts'

export interface ConnectOptions {
  readonly name?: string
  /** Sign in at the service's own page. */
  readonly signIn?: boolean
  /** With a key and a secret of Kit's old version 3. */
  readonly v3?: boolean
  /** The id under which the service knows this program. */
  readonly clientId?: string
  /** Have the service show a code, even where the browser could lead back. */
  readonly paste?: boolean
}

/** `listferry connect kit` or `klaviyo`: signs in first, and only then keeps the key. */
export async function connectCommand(
  output: Output,
  service: string,
  options: ConnectOptions,
): Promise<number> {
  return withSession(output, {}, async (session) => {
    const { client, vaultWarning } = session
    const connectors = await client.connections.connectors({})
    const connector = connectors.find(({ id }) => id === service.toLowerCase())
    if (!connector)
      throw new AppError(
        'invalid-input',
        `Listferry can't connect to “${service}”. It can connect to: ${connectors.map(({ id }) => id).join(', ')}.`,
      )
    const form = formFor(connector, options)
    if (vaultWarning !== null) output.note(vaultWarning)
    if (process.stdin.isTTY) {
      output.note(`${connector.title}: ${form.help}`)
      for (const cannot of form.cannot) output.note(cannot)
    }
    const added =
      form.kind === 'keys'
        ? await withKeys(session, connector, form, options)
        : await bySigningIn(session, connector, form, options)
    output.result(added, () => connectedWords(added.connection, added.warning))
    return exitCodes.done
  })
}

function formFor({ title, credentials }: ConnectorView, { signIn, v3 }: ConnectOptions): CredentialFormView {
  if (signIn === true && v3 === true)
    throw new AppError('invalid-input', 'Choose one way in: --sign-in or --v3, not both.')
  const found = credentials.find(({ kind, id }) =>
    v3 === true ? id === 'v3' : kind === (signIn === true ? 'sign-in' : 'keys'),
  )
  if (found) return found
  throw new AppError(
    'invalid-input',
    `${title} has no such way in. Leave ${v3 === true ? '--v3' : '--sign-in'} out: it is connected with a key.`,
  )
}

async function withKeys(
  { client, signal }: Session,
  connector: ConnectorView,
  form: KeyFormView,
  { name }: ConnectOptions,
): Promise<ConnectedAccount> {
  const values = await askFields(form, signal)
  return client.connections.add(
    { service: connector.id, form: form.id, values, ...(name !== undefined && { name }) },
    signal,
  )
}

async function bySigningIn(
  session: Session,
  connector: ConnectorView,
  form: SignInFormView,
  { name, clientId, paste }: ConnectOptions,
): Promise<ConnectedAccount> {
  const { client, signal, output } = session
  if (form.clientIdWanted !== null && clientId === undefined)
    throw new AppError('invalid-input', `${form.clientIdWanted} Then give it with --client-id.`)
  const { signIn, authorizeUrl, how } = await client.connections.beginSignIn({
    service: connector.id,
    form: form.id,
    ...(name !== undefined && { name }),
    ...(clientId !== undefined && { clientId }),
    ...(paste === true && { paste }),
  })
  const giveUp = () => void client.connections.cancelSignIn({ signIn }).catch(() => undefined) // it ends by itself
  signal.addEventListener('abort', giveUp, { once: true })
  output.note(
    `Allow Listferry to use the account on this page of ${connector.title}:\n\n    ${authorizeUrl}\n`,
  )
  openBrowser(authorizeUrl)
  try {
    if (how === 'paste') return await pasted(session, connector, signIn)
    output.progress('waiting', `Waiting for your browser to come back from ${connector.title}`)
    return await client.connections.awaitSignIn({ signIn }, signal)
  } finally {
    output.progressEnd()
    signal.removeEventListener('abort', giveUp)
  }
}

/** A code that was copied wrong can be pasted again; piped in, there is only one. */
async function pasted(
  { client, signal, output }: Session,
  { title }: ConnectorView,
  signIn: string,
): Promise<ConnectedAccount> {
  for (let attempt = 1; ; attempt += 1) {
    const text = await askSecret(`code that ${title} shows there`, signal)
    try {
      return await client.connections.finishSignIn({ signIn, pasted: text }, signal)
    } catch (error) {
      const mayTryAgain =
        error instanceof AppError && error.code !== 'forbidden' && error.code !== 'cancelled'
      if (!process.stdin.isTTY || !mayTryAgain || attempt === mostAttempts) throw error
      output.note(error.message)
    }
  }
}

const mostAttempts = 3

function connectedWords(
  { serviceTitle, name, account, practice, wayIn }: ConnectionView,
  warning: string | null,
): string {
  const plan = account.plan === null ? '' : `, plan ${account.plan}`
  const kept =
    warning === null
      ? 'What opens it is in the keychain of this computer.'
      : 'Its key was not kept: add --secret-stdin to plan, run and resume, and give it again.'
  const cannot = wayIn.cannot.length === 0 ? '' : `\n${wayIn.cannot.join(' ')}`
  return `Connected to ${accountWords(serviceTitle, name, practice)}: ${account.name}${plan}, with “${wayIn.title}”. ${kept}${cannot}`
}
