import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getMimeType } from 'hono/utils/mime'

/** Where the built window is. */
export const windowFolder = fileURLToPath(new URL('../dist/renderer', import.meta.url))

export interface WindowFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

/**
 * What a page of the window may do: run the scripts that came with it, and talk to its own host. Nothing comes from
 * elsewhere; style elements that scripts add must carry the page's nonce.
 */
function policy(styleNonce: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${styleNonce === null ? '' : ` 'nonce-${styleNonce}'`}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** For every answer that a window gets, whatever it is. */
export function windowHeaders(styleNonce: string | null = null): Readonly<Record<string, string>> {
  return {
    'content-security-policy': policy(styleNonce),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  }
}

/** A file of the built window, by the path of its address; `null` where there is none. `/` is the page itself. */
export async function windowFile(folder: string, pathname: string): Promise<WindowFile | null> {
  const path = filePath(folder, pathname)
  const bytes = path === null ? null : await bytesOf(path)
  if (path === null || bytes === null) return null
  const type = { 'content-type': getMimeType(path) ?? 'application/octet-stream' }
  if (extname(path) === '.html') return page(bytes, type)
  return { bytes: new Uint8Array(bytes), headers: { ...windowHeaders(), ...type, ...caching(pathname) } }
}

/** The page tells its scripts the nonce of their styles in `<meta name="style-nonce">`. */
function page(bytes: Buffer, type: Readonly<Record<string, string>>): WindowFile {
  const nonce = randomBytes(16).toString('base64url')
  const meta = `<head><meta name="style-nonce" content="${nonce}" />`
  const html = bytes.toString('utf8').replace('<head>', meta)
  return { bytes: new TextEncoder().encode(html), headers: { ...windowHeaders(nonce), ...type } }
}

/** Names of assets change with their content. */
function caching(pathname: string): Readonly<Record<string, string>> {
  return pathname.startsWith('/assets/') ? { 'cache-control': 'private, max-age=31536000, immutable' } : {}
}

async function bytesOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'].includes(code)) return null
    throw error
  }
}

function filePath(folder: string, pathname: string): string | null {
  const name = decoded(pathname)
  if (name === null || name.includes('\0')) return null
  const path = normalize(join(folder, name === '/' ? 'index.html' : name))
  return path.startsWith(folder + sep) ? path : null
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null // a broken % sequence names no file
  }
}
