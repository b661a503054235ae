// Runs a program on Node 24 or newer. It is plain JavaScript so that an older system Node can run it and hand over to
// the Node 24 that comes with the project's packages.
import { spawn } from 'node:child_process'
import module, { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const needed = 24

function bundledNode() {
  const require = createRequire(import.meta.url)
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const file = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  try {
    return require.resolve(`node-${platform}-${process.arch}/${file}`)
  } catch {
    return null // not packaged for this platform (macOS), or installed without optional packages
  }
}

/**
 * What Node has compiled is kept for the next start, which takes a third less time. In the project's own folder: in the
 * system's, others who use this computer could put something else in its place.
 */
const compiled = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url))

/** @param {URL} program */
export async function runOnNode24(program) {
  process.env.NODE_COMPILE_CACHE ??= compiled // for threads, and for the Node that this one hands over to
  if (Number(process.versions.node.split('.')[0]) >= needed) {
    module.enableCompileCache(process.env.NODE_COMPILE_CACHE)
    await import(program.href)
    return
  }
  const node = bundledNode()
  if (node === null) {
    console.error(
      `Listferry needs Node.js ${needed} or newer; this is ${process.versions.node}. ` +
        'Install it from nodejs.org, then run the same command again.',
    )
    process.exitCode = 69
    return
  }
  const child = spawn(node, [fileURLToPath(program), ...process.argv.slice(2)], { stdio: 'inherit' })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    for (const each of signals) process.removeAllListeners(each) // so that the next line ends this process
    if (signal) process.kill(process.pid, signal)
    else process.exitCode = code ?? 1
  })
}
