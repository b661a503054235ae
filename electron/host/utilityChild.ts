import { utilityProcess } from 'electron'
import { type ChildChannel, exitStory } from '../child/childChannel.ts'

/** A child as a utility process: it can be started also where the app may not run as plain Node. */
export function startUtilityChild<Question, Reply>(
  path: string,
  name: string,
): ChildChannel<Question, Reply> {
  const child = utilityProcess.fork(path, [], { stdio: 'ignore', serviceName: name })
  let isOpen = true
  let ended: Error | null = null
  child.on('exit', (code) => {
    isOpen = false
    ended = exitStory(code, null)
  })
  return {
    isOpen: () => isOpen,
    exchange(question) {
      const { promise, resolve, reject } = Promise.withResolvers<Reply>()
      const onMessage = (reply: unknown) => resolve(reply as Reply)
      const onExit = () => reject(ended ?? exitStory(null, null))
      child.once('message', onMessage).once('exit', onExit)
      child.postMessage(question)
      return promise.finally(() => child.off('message', onMessage).off('exit', onExit))
    },
    kill() {
      isOpen = false
      if (child.pid !== undefined) end(child.pid)
      else if (ended === null) child.once('spawn', () => child.pid !== undefined && end(child.pid))
    },
  }
}

/** Electron's own kill asks politely, and a child that waits or is busy does not hear. */
function end(pid: number): void {
  process.kill(pid, 'SIGKILL')
}
