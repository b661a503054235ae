import type { MirrorView } from '../../../shared/contract/people.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { sameCommand } from '../sameCommand.ts'
import { withSession } from '../session.ts'
import { count, counted, when } from '../words.ts'
import type { ConnectionOptions } from './objects.ts'

/** `listferry read`: reads everyone of an account into this computer, for `find`, `query` and `export people`. */
export async function readCommand(output: Output, options: ConnectionOptions): Promise<number> {
  return withSession(output, options, async (session) => {
    const { client, signal } = session
    const connection = await chooseConnection(session, options)
    const stopListening = session.onPush(({ name, payload }) => {
      if (name !== 'mirror.progress' || payload.connection !== connection.id) return
      output.progress('reading', `${counted(payload.people, 'person', 'people')} read`)
    })
    try {
      const mirror = await client.people.refresh({ connection: connection.id }, signal)
      output.progressEnd()
      output.result(mirror, () => mirrorWords(mirror))
    } finally {
      stopListening()
      output.progressEnd()
    }
    return exitCodes.done
  })
}

function mirrorWords({ name, people, left }: MirrorView): string {
  const gone = left === 0 ? '' : `, ${count(left)} of them left`
  return `“${name}” is read: ${counted(people, 'person', 'people')}${gone}.`
}

/** How old what this computer knows of these accounts is, and how it becomes newer. */
export function ageWords(mirrors: readonly MirrorView[]): string {
  const ages = mirrors.map(({ name, readAt, people }) =>
    readAt !== null
      ? `“${name}” as it was read on ${when(readAt)}`
      : `“${name}” was never read${people > 0 ? ', so that only people of earlier files are known' : ''}`,
  )
  const [only] = mirrors
  const to = mirrors.length === 1 && only !== undefined ? only.name : 'ACCOUNT'
  return `${ages.join('; ')}. Read everyone anew: ${sameCommand(['read', '--to', to], {})}`
}
