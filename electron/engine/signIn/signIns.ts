import { AppError } from '../../../shared/errors.ts'
import type { BegunSignIn } from '../../../shared/contract/connections.ts'
import type { ServiceId } from '../../../shared/model.ts'
import type { Clock } from '../clock.ts'
import type { Whereabouts } from '../accounts.ts'
import type { Secret } from '../connectors/credentials.ts'
import type { SignInForm } from '../connectors/waysIn.ts'
import { newPkce, randomText } from '../connectors/oauth/pkce.ts'
import { exchangeCode } from '../connectors/oauth/tokenRequests.ts'
import { tokenSecret } from '../connectors/oauth/tokenSecret.ts'
import { loopbackReturn } from './loopbackReturn.ts'
import { readReturn } from './readReturn.ts'

export interface SignInPorts {
  readonly clock: Clock
  readonly fetch: typeof globalThis.fetch
  readonly newId: () => string
  /** Whether the program itself can be led back to, by an address of its own scheme. */
  readonly hasScheme: boolean
}

/** A sign-in to begin. */
export interface WantedSignIn<T> {
  readonly service: ServiceId
  readonly title: string
  readonly form: SignInForm
  readonly where: Whereabouts
  readonly clientId: string
  /** A code is to be copied even where the browser could lead back. */
  readonly paste: boolean
  /** What is done with the secret that comes of it. */
  readonly keep: (secret: Secret, signal: AbortSignal) => Promise<T>
}

/** Sign-ins that are under way. Each ends once: connected, refused, given up, or out of time. */
export interface SignIns<T> {
  begin(wanted: WantedSignIn<T>): Promise<BegunSignIn>
  /** Resolves when it has ended. Aborting only ends the waiting. */
  wait(signIn: string, signal: AbortSignal): Promise<T>
  /** With what a person pasted. What is wrong with the text is told, and they may paste again. */
  finish(signIn: string, pasted: string): Promise<T>
  /** A browser came back. @throws AppError `not-found` where no sign-in waits for it */
  returned(address: string): Promise<void>
  /** Gives it up; nothing where it has ended. */
  cancel(signIn: string): void
  close(): void
}

/** Long enough to find a password and a second factor. */
export const signInPatienceMs = 10 * 60_000

/** Where the desktop app is led back to. */
export function schemeRedirect(service: ServiceId): string {
  return `listferry://oauth/${service}`
}

export function openSignIns<T>(ports: SignInPorts): SignIns<T> {
  const all = new Map<string, SignIn<T>>()
  const closing = new AbortController()
  const get = (id: string) => {
    const found = all.get(id)
    if (found) return found
    throw new AppError('not-found', 'That sign-in is over. Begin a new one.')
  }
  return {
    async begin(wanted) {
      const id = ports.newId()
      const signIn = await openSignIn(ports, wanted)
      all.set(id, signIn)
      const { clock } = ports
      clock.sleep(signInPatienceMs, AbortSignal.any([signIn.over, closing.signal])).then(
        () => signIn.fail(tooLate(wanted.title)),
        () => undefined, // it has ended
      )
      const forget = () =>
        clock.sleep(signInPatienceMs, closing.signal).then(
          () => all.delete(id),
          () => undefined, // the engine closes
        )
      signIn.ended.then(forget, forget)
      const { authorizeUrl, how, expiresAt } = signIn
      return { signIn: id, authorizeUrl, how, expiresAt }
    },
    wait: (id, signal) => untilAborted(get(id).ended, signal),
    finish: (id, pasted) => get(id).pasted(pasted),
    async returned(address) {
      const state = URL.parse(address)?.searchParams.get('state') ?? ''
      const signIn = [...all.values()].find((one) => one.state === state && !one.over.aborted)
      if (!signIn) throw notExpected()
      await signIn.cameBack(address)
    },
    cancel: (id) =>
      all.get(id)?.fail(new AppError('cancelled', 'The sign-in was given up. Nothing was connected.')),
    close() {
      closing.abort()
      for (const one of all.values()) one.fail(new AppError('cancelled', 'Listferry was closed.'))
    },
  }
}

interface SignIn<T> extends Pick<BegunSignIn, 'authorizeUrl' | 'how' | 'expiresAt'> {
  /** A text that only whoever was sent there by us can bring back. */
  readonly state: string
  readonly ended: Promise<T>
  /** Aborted when it has ended. */
  readonly over: AbortSignal
  fail(error: unknown): void
  pasted(text: string): Promise<T>
  /** Whatever is wrong with what a browser brought ends the sign-in: `ended` tells. */
  cameBack(address: string): Promise<void>
}

async function openSignIn<T>(ports: SignInPorts, wanted: WantedSignIn<T>): Promise<SignIn<T>> {
  const { clock } = ports
  const { title } = wanted
  const [state, pkce] = [randomText(), newPkce()]
  const over = new AbortController()
  const { promise: ended, resolve, reject } = Promise.withResolvers<T>()
  ended.catch(() => undefined) // whoever waits is told; nobody need wait
  const fail = (error: unknown) => {
    reject(error)
    over.abort()
  }
  let completing: Promise<T> | null = null
  // A code counts once: whoever brings it a second time gets what the first one got.
  const complete = (code: string): Promise<T> => {
    completing ??= connect(ports, wanted, { code, verifier: pkce.verifier, redirectUri }).then(
      (connected) => {
        resolve(connected)
        over.abort()
        return connected
      },
      (error: unknown) => {
        completing = null
        throw error
      },
    )
    return completing
  }
  const cameBack = async (address: string) => {
    try {
      const returned = readReturn(address, title)
      if (returned.state !== state) throw foreign(title)
      await complete(returned.code)
    } catch (error) {
      fail(error)
    }
  }
  const { redirectUri, how } = await wayBack(ports, wanted, over.signal, (address) => void cameBack(address))
  return {
    state,
    how,
    ended,
    over: over.signal,
    fail,
    cameBack,
    expiresAt: clock.now() + signInPatienceMs,
    authorizeUrl: authorizeUrl(wanted, { redirectUri, state, challenge: pkce.challenge }),
    async pasted(text) {
      if (over.signal.aborted) return ended
      try {
        const returned = readReturn(text, title)
        if (returned.state !== null && returned.state !== state) throw foreign(title)
        return await complete(returned.code)
      } catch (error) {
        // Whoever said no has ended it; a text that was copied wrong can be pasted again.
        if (error instanceof AppError && error.code === 'forbidden') fail(error)
        throw error
      }
    },
  }
}

interface WayBack {
  readonly redirectUri: string
  readonly how: BegunSignIn['how']
}

/** The desktop app by its scheme; without one, a listener for practice accounts, and for the rest a code to copy. */
async function wayBack<T>(
  { hasScheme }: SignInPorts,
  { service, where, paste, form }: WantedSignIn<T>,
  over: AbortSignal,
  onReturn: (address: string) => void,
): Promise<WayBack> {
  if (paste || (!hasScheme && !where.isPractice))
    return { redirectUri: form.signIn.pasteRedirect, how: 'paste' }
  if (hasScheme) return { redirectUri: schemeRedirect(service), how: 'returns' }
  const listener = await loopbackReturn(onReturn)
  over.addEventListener('abort', () => listener.close(), { once: true })
  return { redirectUri: listener.redirectUri, how: 'returns' }
}

function authorizeUrl<T>(
  { form, where, clientId }: WantedSignIn<T>,
  { redirectUri, state, challenge }: { redirectUri: string; state: string; challenge: string },
): string {
  const url = new URL(form.signIn.endpoints(where.address).authorize)
  url.search = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    state,
    scope: form.signIn.scope,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }).toString()
  return url.href
}

async function connect<T>(
  { clock, fetch }: SignInPorts,
  { form, where, title, clientId, keep }: WantedSignIn<T>,
  grant: { readonly code: string; readonly verifier: string; readonly redirectUri: string },
): Promise<T> {
  const endpoints = form.signIn.endpoints(where.address)
  const deps = { fetch, clock, speed: where.speed, endpoints, title }
  const tokens = await exchangeCode(deps, { ...grant, clientId }, AbortSignal.timeout(exchangeLimitMs))
  return keep(tokenSecret(form.id, tokens), new AbortController().signal)
}

const exchangeLimitMs = 60_000

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new AppError('cancelled', 'Cancelled.'))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

function foreign(title: string): AppError {
  return new AppError(
    'forbidden',
    `What came back belongs to another sign-in at ${title}, so it was not used. Begin again here, and go on in the page that opens.`,
  )
}

function notExpected(): AppError {
  return new AppError(
    'not-found',
    'A sign-in came back that nobody here waits for: it was given up, or took too long. Begin again.',
  )
}

function tooLate(title: string): AppError {
  return new AppError(
    'unavailable',
    `Nobody came back from ${title} within ten minutes, so the sign-in was given up. Begin again.`,
  )
}
