import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../shared/errors.ts'
import { readAttachFile, writeAttachFile } from '../engine/store/attachFile.ts'
import { readLockHolder } from '../engine/store/lockHolder.ts'
import { type EngineThread, startEngineThread } from '../engineThread.ts'
import { listenOnLoopback } from '../http/listenOnLoopback.ts'
import { secretText } from '../http/signIn.ts'
import type { QueryChildren } from '../queries/queryChildren.ts'
import type { OpenedVault } from '../keychain/openVault.ts'
import { attachApp, type AttachedTo } from './attachApp.ts'
import { type AttachedEngine, attachToEngine } from './attachToEngine.ts'

export interface OpenEngineOptions {
  readonly dataFolder: string
  readonly host: AttachedTo['host']
  /** Asked only where this process becomes the engine's. */
  readonly openVault: () => Promise<OpenedVault>
  /** Left out: in processes of Node. */
  readonly queries?: QueryChildren
  /** Windows let others attach, and can be shown; a terminal's command lasts too short for that. */
  readonly showWindow: (() => string | null) | null
}

/** The one engine of the data folder: this process's own, or that of another Listferry. */
export type OpenedEngine = OwnEngine | AttachedEngine

export interface OwnEngine extends EngineThread {
  readonly attachedTo: null
  readonly vaultWarning: string | null
}

/**
 * Attaches to the Listferry that has the data folder, or starts the engine here.
 * @throws AppError `conflict` where a terminal's command has it, and as `createEngine` does
 */
export async function openEngine(options: OpenEngineOptions): Promise<OpenedEngine> {
  const attached = await attach(options.dataFolder)
  if (attached) return attached
  try {
    return await ownEngine(options)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error
    return (await attachSoon(options.dataFolder)) ?? Promise.reject(error)
  }
}

/** Why keys are only in memory, in words, wherever the vault is. */
export function vaultWarningOf(engine: OpenedEngine): string | null {
  return engine.attachedTo === null ? engine.vaultWarning : engine.attachedTo.vaultWarning
}

async function attach(dataFolder: string): Promise<AttachedEngine | null> {
  const to = readAttachFile(dataFolder)
  return to && attachToEngine(to)
}

const startingMs = 3000

/** Whoever has the lock may be about to listen. */
async function attachSoon(dataFolder: string): Promise<AttachedEngine | null> {
  const endsAt = performance.now() + startingMs
  while (performance.now() < endsAt && readLockHolder(dataFolder)?.host !== 'terminal') {
    const attached = await attach(dataFolder)
    if (attached) return attached
    await sleep(50)
  }
  return null
}

async function ownEngine(options: OpenEngineOptions): Promise<OwnEngine> {
  const { dataFolder, host, openVault, showWindow, queries } = options
  const { vault, warning } = await openVault()
  const engine = await startEngineThread({
    dataFolder,
    host,
    vault,
    vaultWarning: warning,
    ...(queries !== undefined && { queries }),
  })
  const own = { ...engine, attachedTo: null, vaultWarning: warning }
  if (showWindow === null) return own
  const closeDoor = await letOthersIn(engine, { dataFolder, host, vaultWarning: warning, showWindow })
  return {
    ...own,
    async close() {
      // In this order, so that whoever is attached still hears how their calls ended.
      await engine.close()
      await closeDoor()
    },
  }
}

interface Door extends AttachedTo {
  readonly dataFolder: string
  readonly showWindow: () => string | null
}

async function letOthersIn(
  engine: EngineThread,
  { dataFolder, ...about }: Door,
): Promise<() => Promise<void>> {
  const token = secretText()
  const server = await listenOnLoopback(attachApp({ ...about, engine, token }), 0)
  writeAttachFile(dataFolder, { address: server.address, token })
  // A terminal that was left attached must not keep an ended engine's process.
  void engine.ended.then(() => server.close())
  return () => server.close()
}
