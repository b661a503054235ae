import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../shared/errors.ts'
import { brokenOffError, keychainError, timeLimitError } from './keychainError.ts'
import type { KeychainChannel, KeychainReply, KeychainRequest } from './keychainMessages.ts'
import { classifyKeychainError } from './keychainProblem.ts'

/** Where the child's program is, for a host that starts it in its own way. */
export const keychainChildPath = fileURLToPath(new URL('./keychainChild.ts', import.meta.url))

/** Starts the child that loads the keychain library. */
export function forkKeychainChild(): ChildProcess {
  return fork(keychainChildPath, [], {
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
  readonly #startChild: () => KeychainChannel
  #child: KeychainChannel | null = null
  #lastAnswer: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(timeoutMs: number, startChild: () => KeychainChannel) {
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
    return textOf(await this.#exchange(this.#liveChild(), request))
  }

  async #exchange(child: KeychainChannel, request: KeychainRequest): Promise<KeychainReply> {
    const { promise: tooLate, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      reject(timeLimitError(this.#timeoutMs, process.platform))
      this.#kill()
    }, this.#timeoutMs)
    const answer = child.exchange(request).catch((cause: unknown) => {
      throw this.#closed ? closedError() : brokenOffError(cause)
    })
    try {
      return await Promise.race([answer, tooLate])
    } finally {
      clearTimeout(timer)
    }
  }

  #liveChild(): KeychainChannel {
    if (this.#child?.isOpen() === true) return this.#child
    this.#child = this.#startChild()
    return this.#child
  }

  #kill(): void {
    this.#child?.kill()
    this.#child = null
  }
}

function textOf(reply: KeychainReply): string | null {
  if (reply.ok) return reply.text
  throw keychainError(classifyKeychainError(reply.error), process.platform, new Error(reply.error))
}

function closedError(): AppError {
  return new AppError('cancelled', 'Listferry is closing, so the keychain was not asked.')
}
