import { Command, CommanderError } from 'commander'
import { toWire } from '../shared/errors.ts'
import { type LastingEngine, lastingEngine } from './attach/lastingEngine.ts'
import { openEngine, type OpenedEngine } from './attach/openEngine.ts'
import { buildWhenNeeded } from './buildWhenNeeded.ts'
import { dataFolder } from './dataFolder.ts'
import { openBrowser } from './http/openBrowser.ts'
import { startWebHost, type WebHost } from './http/startWebHost.ts'
import { openVault } from './keychain/openVault.ts'
import { exitCodeOf, exitCodes } from './terminal/exitCode.ts'
import { wholeNumber } from './terminal/optionValues.ts'
import { windowFolder } from './windowFiles.ts'

/** The browser host: the same engine, behind a window on 127.0.0.1. */
interface WebOptions {
  readonly port: number
  readonly open: boolean
}

const program = new Command('listferry-web')
  .description('Listferry in the browser, from this computer alone')
  .option('--port <port>', 'port on 127.0.0.1; 0 for any free one', wholeNumber('--port', 0, 65_535), 0)
  .option('--no-open', 'only print the address')
  .exitOverride()

async function main({ port, open }: WebOptions): Promise<void> {
  const folder = dataFolder(process.env)
  let host: WebHost | null = null
  const engine = lastingEngine(() =>
    openEngine({
      dataFolder: folder,
      host: 'browser',
      openVault,
      showWindow: () => host?.newAddress() ?? null,
    }),
  )
  try {
    const opened = await openedWithPatience(engine)
    await buildWhenNeeded('window')
    const elsewhere = await windowElsewhere(opened)
    if (elsewhere !== null) {
      show(elsewhere, open)
      return
    }
    host = await startWebHost({ engine, dataFolder: folder, windowFolder, port })
    show(host.newAddress(), open)
    await stopAsked()
  } finally {
    await engine.close()
    await host?.close()
  }
}

/** A locked keychain waits for its password, perhaps behind another window. */
async function openedWithPatience(engine: LastingEngine): Promise<OpenedEngine> {
  const timer = setTimeout(() => console.error('Waiting for the keychain. Unlock it if it asks.'), patienceMs)
  try {
    return await engine.opened()
  } finally {
    clearTimeout(timer)
  }
}

const patienceMs = 3000

/** Another browser host has the data: one is enough. */
async function windowElsewhere(engine: OpenedEngine): Promise<string | null> {
  if (engine.attachedTo === null || engine.attachedTo.host !== 'browser') return null
  return await engine.showWindow()
}

function show(address: string, open: boolean): void {
  console.log(`Listferry is at ${address}`)
  if (open) openBrowser(address)
}

/** Resolves at the first Ctrl-C; a second one ends at once. */
function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt = 0
    const onSignal = () => {
      if (firstAt === 0) {
        firstAt = performance.now()
        console.error('Stopping; a request that is under way is awaited. Ctrl-C again ends at once.')
        resolve()
      } else if (performance.now() - firstAt > sameCtrlCMs) process.exit(exitCodes.cancelled)
    }
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, onSignal)
  })
}

/** `npm` passes on the Ctrl-C that the terminal gave to this process as well. */
const sameCtrlCMs = 500

try {
  await main(program.parse().opts<WebOptions>())
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode
  else {
    const wire = toWire(error)
    console.error(wire.message)
    process.exitCode = exitCodeOf(wire.code)
  }
}
