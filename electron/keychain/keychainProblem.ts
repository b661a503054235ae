/** What can be wrong with a keychain, as far as the user has to do something different about it. */
export type KeychainProblem =
  /** It waits for its password, or would have to ask and cannot. */
  | 'locked'
  /** Nothing answers: no D-Bus session, no Secret Service, no logon session. */
  | 'no-service'
  /** Something answers, but it has no keyring to put a key into. */
  | 'no-keyring'
  | 'denied'
  | 'not-found'
  /** The native part of the keychain library was not installed for this platform. */
  | 'missing-part'
  | 'other'

/**
 * Tried in order. `@napi-rs/keyring` gives every failure the code `GenericFailure`, so the text is all there is.
 * Linux: seen with gnome-keyring 42 and libdbus, or in the strings of the library's binary.
 * macOS: SecCopyErrorMessageString. Windows: `PlatformError` of windows-native-keyring-store.
 */
const signs: readonly (readonly [KeychainProblem, RegExp])[] = [
  ['missing-part', /native binding|cannot find (module|package)/i],
  ['no-keyring', /no result found|result not returned|specified keychain could not be found/i],
  ['locked', /prompt (was )?dismissed|before prompt completed|\blocked\b|user interaction is not allowed/i],
  ['not-found', /no matching entry|item could not be found|ERROR_NOT_FOUND/i],
  [
    'denied',
    /permission denied|access ?denied|access is denied|rejected send message|AppArmor|passphrase you entered is not correct|user cancell?ed|Windows error code 5$/i,
  ],
  [
    'no-service',
    /d-?bus|secret service provider|no keychain is available|ERROR_NO_SUCH_LOGON_SESSION|keychain cannot be accessed/i,
  ],
]

/** What a failure of the keychain library means. `text` is its error message. */
export function classifyKeychainError(text: string): KeychainProblem {
  return signs.find(([, sign]) => sign.test(text))?.[0] ?? 'other'
}
