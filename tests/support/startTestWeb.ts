import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryVault } from '../../electron/engine/store/vault.ts'
import { type EngineThread, startEngineThread } from '../../electron/engineThread.ts'
import { startWebHost, type WebHost } from '../../electron/http/startWebHost.ts'

/** A web host in this process: a real engine thread, real HTTP, and a window of two files. */
export interface TestWeb {
  readonly host: WebHost
  readonly engine: EngineThread
  readonly folder: string
  close(): Promise<void>
}

export async function startTestWeb(): Promise<TestWeb> {
  const folder = mkdtempSync(join(tmpdir(), 'listferry-web-'))
  const windowFolder = join(folder, 'window')
  mkdirSync(join(windowFolder, 'assets'), { recursive: true })
  mkdirSync(join(folder, 'home/sources'), { recursive: true })
  writeFileSync(join(windowFolder, 'index.html'), '<html><head></head><body>Listferry</body></html>')
  writeFileSync(join(windowFolder, 'assets/main-1.js'), 'export {}')
  const dataFolder = join(folder, 'home')
  const engine = await startEngineThread({
    dataFolder,
    host: 'browser',
    vault: createMemoryVault(),
    vaultWarning: null,
  })
  const host = await startWebHost({ engine, dataFolder, windowFolder, port: 0 })
  return {
    host,
    engine,
    folder,
    async close() {
      await host.close()
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
