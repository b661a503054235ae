import { utilityProcess } from 'electron'
import { exitStory, type KeychainChannel } from '../keychain/keychainChannel.ts'
import type { KeychainReply } from '../keychain/keychainMessages.ts'
import { keychainChildPath } from '../keychain/keychainProcess.ts'

/** The keychain's child as a utility process: it can be started also where the app may not run as plain Node. */
export function startUtilityKeychain(): KeychainChannel {
  const child = utilityProcess.fork(keychainChildPath, [], {
    stdio: 'ignore',
    serviceName: 'Listferry keychain',
  })
  let isOpen = true
  let ended: Error | null = null
  child.on('exit', (code) => {
    isOpen = false
    ended = exitStory(code, null)
  })
  return {
    isOpen: () => isOpen,
    exchange(request) {
      const { promise, resolve, reject } = Promise.withResolvers<KeychainReply>()
      const onMessage = (reply: unknown) => resolve(reply as KeychainReply)
      const onExit = () => reject(ended ?? exitStory(null, null))
      child.once('message', onMessage).once('exit', onExit)
      child.postMessage(request)
      return promise.finally(() => child.off('message', onMessage).off('exit', onExit))
    },
    kill() {
      isOpen = false
      // Electron's own kill asks politely, and a child that waits for a keychain does not hear.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
    },
  }
}
