import { resolve } from 'node:path'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { withSession } from '../session.ts'
import { takeExport, type TakeOptions } from '../takeExport.ts'
import { findSaved } from './syncs.ts'

/** `listferry sync-rename NAME NEW-NAME` */
export async function syncRenameCommand(output: Output, name: string, newName: string): Promise<number> {
  return withSession(output, {}, async (session) => {
    const { id } = await findSaved(session, name)
    const renamed = await session.client.recipes.rename({ recipe: id, name: newName }, session.signal)
    output.result(renamed, () => `“${name}” is called “${renamed.name}” now.`)
    return exitCodes.done
  })
}

/** `listferry sync-remove NAME` */
export async function syncRemoveCommand(output: Output, name: string): Promise<number> {
  return withSession(output, {}, async (session) => {
    const { id } = await findSaved(session, name)
    const removed = await session.client.recipes.remove({ recipe: id }, session.signal)
    output.result(
      removed,
      () => `“${removed.name}” is no longer saved. Accounts and past runs stay as they are.`,
    )
    return exitCodes.done
  })
}

/** `listferry sync-export NAME`: as a file, without any secret. */
export async function syncExportCommand(output: Output, name: string, options: TakeOptions): Promise<number> {
  return withSession(output, {}, async (session) => {
    const { id } = await findSaved(session, name)
    await takeExport(session, await session.client.exports.recipe({ recipe: id }, session.signal), options)
    return exitCodes.done
  })
}

/** `listferry sync-import FILE`: what somebody exported. */
export async function syncImportCommand(output: Output, file: string): Promise<number> {
  return withSession(output, {}, async (session) => {
    const id = await session.registerFile(resolve(file))
    const imported = await session.client.recipes.import({ file: id }, session.signal)
    output.result(
      imported,
      () => `Imported as “${imported.name}”. Run it with: listferry sync "${imported.name}" FILE`,
    )
    return exitCodes.done
  })
}
