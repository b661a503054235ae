// A program that asks the keychain once: says its child's process id, then ends by itself or waits to be killed.
import type { ChildProcess } from 'node:child_process'
import { channelTo } from '../../electron/child/childChannel.ts'
import { forkKeychainChild, KeychainProcess } from '../../electron/keychain/keychainProcess.ts'

const ending = process.argv[2] as 'by-itself' | 'killed' | 'killed-while-asking'

const started: ChildProcess[] = []
const keychain = new KeychainProcess(60_000, () => {
  const child = forkKeychainChild()
  started.push(child)
  if (ending === 'killed-while-asking') say(child)
  return channelTo(child)
})

function say(child: ChildProcess): void {
  process.stdout.write(`${String(child.pid)}\n`)
}

await keychain.ask({ op: 'get', name: 'c1' }).catch(() => null) // no keychain here is an answer too
started.forEach(say)
if (ending !== 'by-itself') setInterval(() => undefined, 1000)
