import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../shared/errors.ts'
import { brokenOffError, keychainError, timeLimitError } from './keychainError.ts'
import type { KeychainReply, KeychainRequest } from './keychainMessages.ts'
import { classifyKeychainError } from './keychainProblem.ts'

/** Starts the child that loads the keychain library. */
export function startKeychainChild(): ChildProcess {
  return fork(fileURLToPath(new URL('./keychainChild.ts', import.meta.url)), [], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [], // the parent's --inspect or loaders are not for it
  })
}

/**
 * The child process behind the keychain: started when first needed, started anew after it died, killed when it takes
 * longer than `timeoutMs`. It takes requests one at a time, and never keeps the program from ending.
 */
export class KeychainProcess {
  readonly #timeoutMs: number
  readonly #startChild: () => ChildProcess
  #child: ChildProcess | null = null
  #lastAnswer: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(timeoutMs: number, startChild: () => ChildProcess) {
    this.#timeoutMs = timeoutMs
    this.#startChild = startChild
  }

  /**
   * Resolves to the stored text for `get`, else to `null`. The time limit starts when it is this request's turn.
   * @throws AppError saying what is wrong with the keychain and what to do.
   */
  ask(request: KeychainRequest): Promise<string | null> {
    const answer = this.#lastAnswer.then(() => this.#askNow(request))
    this.#lastAnswer = answer.catch(() => undefined) // its caller hears of it; the next one has its own turn
    return answer
  }

  /** Ends the child. Requests under way or waiting fail as `cancelled`. */
  close(): void {
    this.#closed = true
    this.#kill()
  }

  async #askNow(request: KeychainRequest): Promise<string | null> {
    if (this.#closed) throw closedError()
    const child = this.#liveChild()
    keepAlive(child)
    try {
      return textOf(await this.#exchange(child, request))
    } finally {
      letGo(child)
    }
  }

  #exchange(child: ChildProcess, request: KeychainRequest): Promise<KeychainReply> {
    const { promise, resolve, reject } = Promise.withResolvers<KeychainReply>()
    const onMessage = (reply: unknown) => resolve(reply as KeychainReply)
    const onEnd = (cause: unknown) => reject(this.#closed ? closedError() : brokenOffError(cause))
    const onExit = (code: number | null, signal: string | null) => onEnd(exitStory(code, signal))
    const timer = setTimeout(() => {
      this.#kill()
      reject(timeLimitError(this.#timeoutMs, process.platform))
    }, this.#timeoutMs)
    child.once('message', onMessage).once('exit', onExit).once('error', onEnd)
    child.send(request, (error) => {
      if (error !== null) onEnd(error)
    })
    return promise.finally(() => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit).off('error', onEnd)
    })
  }

  #liveChild(): ChildProcess {
    if (this.#child?.connected === true) return this.#child
    const child = this.#startChild()
    child.on('error', () => undefined) // a child that dies between requests is replaced at the next one
    this.#child = child
    return child
  }

  #kill(): void {
    this.#child?.kill('SIGKILL')
    this.#child = null
  }
}

function keepAlive(child: ChildProcess): void {
  child.ref()
  child.channel?.ref()
}

function letGo(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}

function textOf(reply: KeychainReply): string | null {
  if (reply.ok) return reply.text
  throw keychainError(classifyKeychainError(reply.error), process.platform, new Error(reply.error))
}

function exitStory(code: number | null, signal: string | null): Error {
  return new Error(`The keychain process ended with ${signal ?? `code ${String(code)}`}`)
}

function closedError(): AppError {
  return new AppError('cancelled', 'Listferry is closing, so the keychain was not asked.')
}
