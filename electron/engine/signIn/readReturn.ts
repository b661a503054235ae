import { AppError } from '../../../shared/errors.ts'

/** What a browser brought back, or somebody pasted. */
export interface Returned {
  readonly code: string
  /** `null` for a code without its address, which only a person can have brought. */
  readonly state: string | null
}

/**
 * Reads a code, or the whole address that holds it.
 * @throws AppError `forbidden` where the user said no, `rejected` for another refusal, `invalid-input` for a text that
 * is neither. The text is never repeated.
 */
export function readReturn(text: string, title: string): Returned {
  const trimmed = text.trim()
  const url = URL.parse(trimmed)
  if (url === null) {
    if (/^[\w.~-]{8,500}$/.test(trimmed)) return { code: trimmed, state: null }
    throw new AppError(
      'invalid-input',
      `That is not a code of ${title}: a code is one piece of text without spaces. Copy it from ${title}’s page, or the whole address of the page.`,
    )
  }
  const { searchParams } = url
  const error = searchParams.get('error')
  if (error !== null) throw refusal(error, searchParams.get('error_description'), title)
  const code = searchParams.get('code')
  if (code === null || code === '')
    throw new AppError(
      'invalid-input',
      `That address holds no code of ${title}. Copy the address of the page that comes after you allowed it.`,
    )
  return { code, state: searchParams.get('state') }
}

/** @see RFC 6749 §4.1.2.1 */
function refusal(error: string, description: string | null, title: string): AppError {
  if (error === 'access_denied')
    return new AppError(
      'forbidden',
      `You did not allow Listferry to use the ${title} account, so nothing was connected. Begin again if that was not meant.`,
    )
  const said = description === null ? error : `${error}: ${description}`
  return new AppError(
    'rejected',
    `${title} refused the sign-in (${said.slice(0, 300)}). Begin again; if it stays so, look at the app in ${title} whose client id is used.`,
  )
}
