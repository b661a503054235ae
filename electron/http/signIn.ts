import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { AppError } from '../../shared/errors.ts'
import { refuse } from './answers.ts'
import type { HttpEnv } from './listenOnLoopback.ts'

/** Who may use the window: whoever was given an address with a token, once, and the cookie it was swapped for. */
export interface SignIn {
  /** A token that works once. */
  newToken(): string
  /** Takes the token and sets the cookie; `false` where it is wrong or was used. */
  enter(c: Context<HttpEnv>, token: string): boolean
  isSignedIn(c: Context<HttpEnv>): boolean
}

export function createSignIn(): SignIn {
  const tokens = new Set<string>()
  const sessions = new Set<string>()
  return {
    newToken() {
      const token = secretText()
      tokens.add(token)
      return token
    },
    enter(c, token) {
      if (!tokens.delete(token)) return false
      const session = secretText()
      sessions.add(session)
      setCookie(c, cookieName(c), session, { httpOnly: true, sameSite: 'Strict', path: '/' })
      return true
    },
    isSignedIn: (c) => sessions.has(getCookie(c, cookieName(c)) ?? ''),
  }
}

export const signedInOnly = (signIn: SignIn) =>
  createMiddleware<HttpEnv>(async (c, next) => {
    if (signIn.isSignedIn(c)) return next()
    return refuse(c, 401, notSignedIn())
  })

function notSignedIn(): AppError {
  return new AppError(
    'unauthorized',
    'This window is not connected to Listferry. Open the address that Listferry printed when it started.',
  )
}

/** 256 random bits. */
export function secretText(): string {
  return randomBytes(32).toString('base64url')
}

// Cookies know no ports: two Listferrys on one computer must not take each other's.
function cookieName(c: Context<HttpEnv>): string {
  return `listferry-${c.env.incoming.socket.localPort ?? 0}`
}
