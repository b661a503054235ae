import { Command, CommanderError } from 'commander'
import { toWire } from '../shared/errors.ts'
import { buildWindowWhenNeeded, windowFolder } from './buildWhenNeeded.ts'
import { dataFolder } from './dataFolder.ts'
import { startEngineThread } from './engineThread.ts'
import { openBrowser } from './http/openBrowser.ts'
import { startWebHost } from './http/startWebHost.ts'
import { openVault } from './keychain/openVault.ts'
import { exitCodeOf, exitCodes } from './terminal/exitCode.ts'
import { wholeNumber } from './terminal/optionValues.ts'

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
  const [{ vault, warning }] = await Promise.all([openVault(), buildWindowWhenNeeded()])
  const engine = await startEngineThread({
    dataFolder: folder,
    host: 'browser',
    vault,
    vaultWarning: warning,
  })
  try {
    const host = await startWebHost({ engine, dataFolder: folder, windowFolder, port })
    const address = host.newAddress()
    console.log(`Listferry is at ${address}`)
    if (open) openBrowser(address)
    await stopAsked()
    await host.close()
  } finally {
    await engine.close()
  }
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
