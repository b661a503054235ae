import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import type { Secret } from '../engine/connectors/credentials.ts'

/** CRED_MAX_CREDENTIAL_BLOB_SIZE in Windows' wincred.h: 5 × 512 bytes. Other keychains have no limit worth naming. */
const windowsLimitBytes = 2560

const secretShape = z.object({ form: z.string(), values: z.record(z.string(), z.string()) })

/**
 * A secret as the keychain stores it: JSON, written as UTF-8.
 * @throws AppError `invalid-input` for what Windows could not store.
 */
export function secretToText(secret: Secret, platform: NodeJS.Platform): string {
  const text = JSON.stringify({ form: secret.form, values: secret.values })
  const bytes = Buffer.byteLength(text, 'utf8')
  if (platform !== 'win32' || bytes <= windowsLimitBytes) return text
  throw new AppError(
    'invalid-input',
    `This key is too long for Windows Credential Manager (${bytes} bytes; it takes ${windowsLimitBytes}). ` +
      'Check that only the key was pasted, or make a new key at the service.',
  )
}

/**
 * Reads back what `secretToText` wrote.
 * @throws AppError `invalid-input` when something else changed it. Without a cause: a JSON error quotes what it read.
 */
export function secretFromText(text: string): Secret {
  const parsed = secretShape.safeParse(parsedJson(text))
  if (parsed.success) return parsed.data
  throw new AppError(
    'invalid-input',
    'The keychain holds something under this connection that Listferry did not write. Connect the account again to replace it.',
  )
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not JSON is not a secret either, and the shape check says so
  }
}
