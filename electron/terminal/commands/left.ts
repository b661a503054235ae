import type { LeftView } from '../../../shared/contract/left.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { withSession } from '../session.ts'
import { table } from '../table.ts'
import { count, when } from '../words.ts'

/** `listferry left`: who is known to have left, in numbers; nobody by name, since no name is kept. */
export async function leftCommand(output: Output): Promise<number> {
  return withSession(output, {}, async ({ client, signal }) => {
    const counts = await client.left.counts({}, signal)
    output.result(counts, () =>
      counts.length === 0
        ? 'Nobody is known to have left. The list fills as accounts are read and files are sent.'
        : table(
            [
              ['Left', 'People', 'Newest'],
              ...counts.map(({ name, practice, people, newestAt }) => [
                practice ? `${name} (practice)` : name,
                count(people),
                when(newestAt),
              ]),
            ],
            output.width,
          ),
    )
    return exitCodes.done
  })
}

/** `listferry left-find ADDRESS` */
export async function leftFindCommand(output: Output, email: string): Promise<number> {
  return withSession(output, {}, async ({ client, signal }) => {
    const found = await client.left.find({ email }, signal)
    output.result(found, () => foundWords(email, found))
    return exitCodes.done
  })
}

/** `listferry left-add ADDRESS` */
export async function leftAddCommand(output: Output, email: string): Promise<number> {
  return withSession(output, {}, async ({ client, signal }) => {
    const found = await client.left.add({ email }, signal)
    output.result(found, () => foundWords(email, found))
    return exitCodes.done
  })
}

/** `listferry left-remove ADDRESS` */
export async function leftRemoveCommand(output: Output, email: string): Promise<number> {
  return withSession(output, {}, async ({ client, signal }) => {
    const removed = await client.left.remove({ email }, signal)
    output.result(removed, () =>
      removed.entries === 0
        ? `${email} was not on the list.`
        : `${email} is off the list. An account that has them as left puts them on it again when it is read.`,
    )
    return exitCodes.done
  })
}

function foundWords(email: string, found: readonly LeftView[]): string {
  if (found.length === 0) return `${email} is not on the list of people who left.`
  const lines = found.map(({ name, reason, at }) => `  ${name}: ${reason}, known here since ${when(at)}`)
  return [`${email} is held back by every plan:`, ...new Set(lines)].join('\n')
}
