import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { getMimeType } from 'hono/utils/mime'

export interface WindowFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

/**
 * What a page of the window may do: run the scripts that came with it, and talk to its own host. Styles may be
 * inline, because Mantine writes its variables that way; nothing may come from elsewhere.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** For every answer that a window gets, whatever it is. */
export const windowHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** A file of the built window, by the path of its address; `null` where there is none. `/` is the page itself. */
export async function windowFile(folder: string, pathname: string): Promise<WindowFile | null> {
  const path = filePath(folder, pathname)
  if (path === null) return null
  try {
    const bytes = await readFile(path)
    const type = getMimeType(path) ?? 'application/octet-stream'
    // Names of assets change with their content.
    const caching = pathname.startsWith('/assets/')
      ? { 'cache-control': 'private, max-age=31536000, immutable' }
      : {}
    return { bytes: new Uint8Array(bytes), headers: { ...windowHeaders, 'content-type': type, ...caching } }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return null
    throw error
  }
}

function filePath(folder: string, pathname: string): string | null {
  let name: string
  try {
    name = decodeURIComponent(pathname)
  } catch {
    return null // a broken % sequence names no file
  }
  if (name.includes('\0')) return null
  const path = normalize(join(folder, name === '/' ? 'index.html' : name))
  return path.startsWith(folder + sep) && extname(path) !== '.map' ? path : null
}
