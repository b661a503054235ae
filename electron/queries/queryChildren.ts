import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type ChildChannel, channelTo } from '../child/childChannel.ts'
import type { QueryPort, QueryQuestion, QueryReply } from '../engine/query/queryPort.ts'

/** Where the child's program is, for a host that starts it in its own way. */
export const queryChildPath = fileURLToPath(new URL('./queryChild.ts', import.meta.url))

export type QueryChannel = ChildChannel<QueryQuestion, QueryReply>

/** The children of one engine, for whoever started it. */
export interface QueryChildren extends QueryPort {
  endAll(): void
}

/** @param startChild for a host that cannot fork Node */
export function queryChildren(startChild: () => QueryChannel = forkQueryChild): QueryChildren {
  const children = new Map<number, { readonly channel: QueryChannel; last: Promise<unknown> }>()
  const end = (child: number) => {
    children.get(child)?.channel.kill()
    children.delete(child)
  }
  return {
    async ask(child, question) {
      const asked = children.get(child) ?? { channel: startChild(), last: Promise.resolve() }
      children.set(child, asked)
      // A child is asked one thing at a time.
      const answer = asked.last.then(() => asked.channel.exchange(question))
      asked.last = answer.catch(() => undefined)
      try {
        return await answer
      } catch {
        end(child)
        return null
      }
    },
    end(child) {
      end(child)
      return Promise.resolve()
    },
    endAll: () => [...children.keys()].forEach(end),
  }
}

function forkQueryChild(): QueryChannel {
  return channelTo(
    fork(queryChildPath, [], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [], // the parent's --inspect or loaders are not for it
    }),
  )
}
