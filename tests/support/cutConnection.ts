import { connect, createServer, type Socket } from 'node:net'
import { once } from 'node:events'

/** Stands between a client and a server on this computer, and cuts their connections when told to. */
export interface CutConnection {
  readonly port: number
  /** Cuts what is open now. */
  cut(): void
  /** Cuts as soon as the client has sent this text (in small letters), before the server gets it. */
  cutAtText(text: string): void
  /** Lets nobody in until further notice. */
  shut(isShut: boolean): void
  readonly cuts: () => number
  close(): Promise<void>
}

export async function cutConnection(to: {
  readonly host: string
  readonly port: number
}): Promise<CutConnection> {
  const open = new Set<Socket>()
  let isShut = false
  let trigger: string | null = null
  let cuts = 0
  const cut = () => {
    cuts += 1
    for (const socket of open) socket.destroy()
  }
  const server = createServer((client) => {
    const upstream = connect(to.port, to.host)
    for (const socket of [client, upstream]) {
      open.add(socket)
      // A cut connection is what this is for.
      socket.on('error', () => undefined)
      socket.on('close', () => open.delete(socket))
    }
    if (isShut) {
      client.destroy()
      upstream.destroy()
      return
    }
    client.on('data', (bytes) => {
      if (trigger !== null && bytes.toString('latin1').toLowerCase().includes(trigger)) {
        trigger = null
        cut()
      } else upstream.write(bytes)
    })
    upstream.on('data', (bytes) => client.write(bytes))
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut,
    cutAtText(text) {
      trigger = text
    },
    shut(shut) {
      isShut = shut
    },
    cuts: () => cuts,
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
