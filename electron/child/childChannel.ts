import type { ChildProcess } from 'node:child_process'

/** The way to one child process that answers questions, whatever kind of process it is. */
export interface ChildChannel<Question, Reply> {
  /** Whether the child can be asked. */
  isOpen(): boolean
  /**
   * One at a time. Keeps the program from ending until it is answered.
   * @throws whatever tells how the child ended, when it ends first
   */
  exchange(question: Question): Promise<Reply>
  /** At once, also while it is in the middle of something that can't be interrupted. */
  kill(): void
}

/** Over the IPC channel that `fork` opens. */
export function channelTo<Question extends object, Reply>(
  child: ChildProcess,
): ChildChannel<Question, Reply> {
  child.on('error', () => undefined) // a child that dies between requests is replaced at the next one
  return {
    isOpen: () => child.connected,
    exchange(question) {
      const { promise, resolve, reject } = Promise.withResolvers<Reply>()
      const onMessage = (reply: unknown) => resolve(reply as Reply)
      const onExit = (code: number | null, signal: string | null) => reject(exitStory(code, signal))
      child.once('message', onMessage).once('exit', onExit).once('error', reject)
      keepAlive(child)
      child.send(question, (error) => {
        if (error !== null) reject(error)
      })
      return promise.finally(() => {
        letGo(child)
        child.off('message', onMessage).off('exit', onExit).off('error', reject)
      })
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

/** For the technical story of an error. */
export function exitStory(code: number | null, signal: string | null): Error {
  return new Error(`The child process ended with ${signal ?? `code ${String(code)}`}`)
}

function keepAlive(child: ChildProcess): void {
  child.ref()
  child.channel?.ref()
}

function letGo(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}
