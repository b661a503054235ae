import { AppError, assertNever } from '../../shared/errors.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import type { KeychainProblem } from './keychainProblem.ts'

type Platform = NodeJS.Platform

/** The error for a keychain problem, in words. `cause` must hold no secret. */
export function keychainError(problem: KeychainProblem, platform: Platform, cause: unknown): AppError {
  return new AppError(codeOf(problem), explain(problem, platform), { cause })
}

/** The error for a keychain that did not answer: nearly always one that is locked and asking for its password. */
export function timeLimitError(timeoutMs: number, platform: Platform): AppError {
  const seconds = Math.round(timeoutMs / 100) / 10
  const waited = `${keychainName(platform)} did not answer within ${seconds} seconds, so it is probably locked.`
  return new AppError('unavailable', `${waited} ${howToUnlock(platform)}`)
}

/** The error for a child process that ended in the middle of a request. */
export function brokenOffError(cause: unknown): AppError {
  return new AppError(
    'unavailable',
    'The connection to the keychain broke off, so it is not certain that the key was stored or read. Try again.',
    { cause },
  )
}

/** The keychain of a platform, as its users know it; starts a sentence. */
export function keychainName(platform: Platform): string {
  if (platform === 'darwin') return 'The macOS keychain'
  if (platform === 'win32') return 'Windows Credential Manager'
  return 'The keychain (GNOME Keyring or KWallet)'
}

function codeOf(problem: KeychainProblem): ErrorCode {
  if (problem === 'denied') return 'forbidden'
  return problem === 'not-found' ? 'not-found' : 'unavailable'
}

function explain(problem: KeychainProblem, platform: Platform): string {
  const name = keychainName(platform)
  switch (problem) {
    case 'locked':
      return `${name} is locked. ${howToUnlock(platform)}`
    case 'no-service':
      return `No keychain answers on this computer. ${howToGetOne(platform)}`
    case 'no-keyring':
      return `${name} has no keyring to put keys into. ${howToMakeKeyring(platform)}`
    case 'denied':
      return `${name} does not let Listferry in. Allow it when you are asked, and run Listferry as the user who is logged in.`
    case 'not-found':
      return `${name} no longer has this key. Connect the account again.`
    case 'missing-part':
      return 'The part of Listferry that talks to the keychain is missing. Install Listferry again, with its optional packages.'
    case 'other':
      return `${name} could not be used. Log out and in again, then try once more.`
    default:
      return assertNever(problem)
  }
}

function howToUnlock(platform: Platform): string {
  if (platform === 'darwin') return 'Unlock the login keychain in Keychain Access, then try again.'
  if (platform === 'win32') return 'Log in to Windows with your own account, then try again.'
  return 'Log in at the screen, or unlock it in Passwords and Keys (GNOME) or KWalletManager (KDE), then try again.'
}

function howToGetOne(platform: Platform): string {
  if (platform === 'darwin') return 'Log in at the screen once, so that macOS makes your login keychain.'
  if (platform === 'win32') return 'Log in to Windows with your own account, then try again.'
  return 'Install gnome-keyring or KWallet, and start Listferry from inside the desktop session.'
}

function howToMakeKeyring(platform: Platform): string {
  if (platform === 'darwin') return 'Make a login keychain in Keychain Access, then try again.'
  if (platform === 'win32') return 'Log in to Windows with your own account, then try again.'
  return 'Make one called Login in Passwords and Keys (GNOME) or KWalletManager (KDE), then try again.'
}
