import type { PushMessage } from '../../shared/contract/contract.ts'

/** The pushes of an event stream, until it ends. @throws when it breaks */
export async function* readPushes(body: AsyncIterable<Uint8Array>): AsyncIterable<PushMessage> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      if (event.startsWith('data: '))
        yield* JSON.parse(event.slice('data: '.length)) as readonly PushMessage[]
    }
  }
}
