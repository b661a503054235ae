// A process of its own, because a keychain that waits for its password cannot be cancelled, only killed.
// It speaks over its parent's channel alone: nothing in argv, nothing in the environment, nothing on stdout.
import type { KeychainReply, KeychainRequest } from './keychainMessages.ts'

const service = 'Listferry'

async function perform(request: KeychainRequest): Promise<string | null> {
  // Loaded late, so that a missing native part is an answer and not a crash.
  const { AsyncEntry } = await import('@napi-rs/keyring')
  // The default store falls back, silently, to a kernel keyring that forgets at the next restart.
  const entry = new AsyncEntry(service, request.name, { linux: { store: 'secret-service' } })
  switch (request.op) {
    case 'get': {
      const bytes = await entry.getSecret()
      return bytes === null ? null : Buffer.from(bytes).toString('utf8')
    }
    case 'set':
      await entry.setSecret(Buffer.from(request.text, 'utf8'))
      return null
    case 'delete':
      await entry.deleteCredential()
      return null
  }
}

async function reply(request: KeychainRequest): Promise<KeychainReply> {
  try {
    return { ok: true, text: await perform(request) }
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) }
  }
}

/** Set where Electron started this as a utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  postMessage(message: unknown): void
}
const { parentPort } = process as { parentPort?: ParentPort }

if (parentPort) {
  parentPort.on('message', ({ data }) => {
    void reply(data as KeychainRequest).then((answer) => parentPort.postMessage(answer))
  })
} else {
  process.on('message', (request: KeychainRequest) => {
    void reply(request).then((answer) => process.send?.(answer))
  })
}

// exit() would wait for the thread that waits for the keychain.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

// Ctrl-C reaches the whole terminal group. The parent may still have a key to store before it ends, and takes us along.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
