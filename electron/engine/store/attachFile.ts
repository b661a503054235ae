import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Where the engine of a data folder lets another Listferry of the same user in. */
export interface AttachAddress {
  readonly address: string
  readonly token: string
}

const shape = z.object({
  address: z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/),
  token: z.string().min(32),
})

/** Writes `attach.json`, readable by this user only, whole or not at all. Only for who has the lock. */
export function writeAttachFile(folder: string, { address, token }: AttachAddress): void {
  const part = `${attachFile(folder)}.part`
  rmSync(part, { force: true }) // left by a crash, perhaps with another mode
  writeFileSync(part, JSON.stringify({ address, token }), { mode: 0o600, flag: 'wx' })
  renameSync(part, attachFile(folder))
}

/** `null` when it is missing or unreadable. One that a crash left leads nowhere, and the next engine removes it. */
export function readAttachFile(folder: string): AttachAddress | null {
  try {
    return shape.parse(JSON.parse(readFileSync(attachFile(folder), 'utf8')))
  } catch {
    return null // then there is nothing to attach to, and the lock says who is there
  }
}

/** Only for who has the lock. */
export function forgetAttachFile(folder: string): void {
  try {
    rmSync(attachFile(folder), { force: true })
  } catch {
    // Nobody answers there, and whoever tries goes on to the lock.
  }
}

function attachFile(folder: string): string {
  return join(folder, 'attach.json')
}
