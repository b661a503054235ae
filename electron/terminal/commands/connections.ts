import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { withSession } from '../session.ts'
import { table } from '../table.ts'
import { count } from '../words.ts'

/** `listferry connections` */
export async function connectionsCommand(output: Output): Promise<number> {
  return withSession(output, {}, async ({ client }) => {
    const all = await client.connections.list({})
    output.result(all, () =>
      all.length === 0
        ? 'No account is connected yet. Connect one: listferry connect kit, or: listferry connect klaviyo'
        : connectionTable(all, output.width),
    )
    return exitCodes.done
  })
}

function connectionTable(all: readonly ConnectionView[], width: number): string {
  return table(
    [
      ['Name', 'Service', 'Way in', 'Account', 'Plan', 'Limit', 'Key'],
      ...all.map(({ name, serviceTitle, practice, wayIn, account, ownLimit, secretKept }) => [
        name,
        practice ? `${serviceTitle} (practice)` : serviceTitle,
        wayIn.title,
        account.email ?? account.name,
        account.plan ?? '',
        limitOf(account.contactLimit ?? ownLimit),
        secretKept ? 'in the keychain' : 'not kept',
      ]),
    ],
    width,
  )
}

function limitOf(limit: number | null): string {
  return limit === null ? '' : count(limit)
}

/** `listferry disconnect NAME` */
export async function disconnectCommand(output: Output, name: string): Promise<number> {
  return withSession(output, {}, async ({ client }) => {
    const removed = await client.connections.remove({ connection: name })
    output.result(
      removed,
      () =>
        `"${removed.name}" is forgotten here, with its key and its runs. The account itself is as it was.${removed.warning === null ? '' : ` ${removed.warning}`}`,
    )
    return exitCodes.done
  })
}
