import { createHash, randomBytes } from 'node:crypto'
import { confidentialDemoApp, publicDemoApp } from '../../../../electron/practice/kit/oauth/apps.ts'
import type { TestAnswer, TestPractice } from '../../harness.ts'

export const returnAddress = 'http://127.0.0.1:49152/callback'

export interface TokenJson {
  readonly access_token: string
  readonly token_type: string
  readonly expires_in: number
  readonly refresh_token: string
  readonly scope: string
  readonly created_at: number
}

/** An answer that may be a redirect, which is not followed. */
export interface PageAnswer {
  readonly status: number
  readonly text: string
  readonly location: URL | null
}

export const verifier = randomBytes(48).toString('base64url')
export const challenge = createHash('sha256').update(verifier).digest('base64url')

/** What a public client asks for. */
export const asked = {
  client_id: publicDemoApp.clientId,
  response_type: 'code',
  redirect_uri: returnAddress,
  state: 'a state/with+signs=',
  code_challenge: challenge,
  code_challenge_method: 'S256',
}

export type Parameters = Readonly<Record<string, string>>

/** Opens the page that asks for consent, as a browser does. */
export function openConsent(practice: TestPractice, parameters: Parameters): Promise<PageAnswer> {
  const headers = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }
  return send(consentAddress(practice, parameters), { headers })
}

/** Opens the same address as a program does. */
export function fetchConsent(practice: TestPractice, parameters: Parameters): Promise<PageAnswer> {
  return send(consentAddress(practice, parameters), {})
}

function consentAddress({ address }: TestPractice, parameters: Parameters): string {
  return `${address}/oauth/authorize?${new URLSearchParams(parameters).toString()}`
}

/** Sends the page's form. */
export function sendConsent({ address }: TestPractice, parameters: Parameters): Promise<PageAnswer> {
  return send(`${address}/oauth/authorize`, { method: 'POST', body: new URLSearchParams(parameters) })
}

async function send(address: string, init: RequestInit): Promise<PageAnswer> {
  const answer = await fetch(address, { ...init, redirect: 'manual' })
  const location = answer.headers.get('location')
  return {
    status: answer.status,
    text: await answer.text(),
    location: location === null ? null : new URL(location),
  }
}

/** A code that somebody allowed. */
export async function codeFor(practice: TestPractice, parameters: Parameters = asked): Promise<string> {
  const { location } = await sendConsent(practice, parameters)
  return location?.searchParams.get('code') ?? ''
}

export function postToken(practice: TestPractice, body: unknown): Promise<TestAnswer> {
  return practice.call('POST', '/oauth/token', body, {})
}

/** The whole way of a public client, from consent to tokens. */
export async function signIn(practice: TestPractice): Promise<TokenJson> {
  const answer = await postToken(practice, exchangeOf(await codeFor(practice)))
  return answer.json as TokenJson
}

export function exchangeOf(code: string): Parameters {
  return {
    grant_type: 'authorization_code',
    client_id: publicDemoApp.clientId,
    code,
    redirect_uri: returnAddress,
    code_verifier: verifier,
  }
}

export function refreshOf(refreshToken: string): Parameters {
  return { grant_type: 'refresh_token', client_id: publicDemoApp.clientId, refresh_token: refreshToken }
}

export const confidential = {
  client_id: confidentialDemoApp.clientId,
  client_secret: confidentialDemoApp.secret,
}

export function bearer(token: string): Parameters {
  return { Authorization: `Bearer ${token}` }
}

export const invalidGrant = {
  error: 'invalid_grant',
  error_description:
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
}
