import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { wholeNumber } from '../optionValues.ts'
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
      ...all.map(({ name, serviceTitle, practice, wayIn, account, ownLimit, secretKept, hasEnded }) => [
        name,
        practice ? `${serviceTitle} (practice)` : serviceTitle,
        wayIn.title,
        account.email ?? account.name,
        account.plan ?? '',
        limitOf(account.contactLimit ?? ownLimit),
        hasEnded ? 'ended: sign in again' : secretKept ? 'in the keychain' : 'not kept',
      ]),
    ],
    width,
  )
}

function limitOf(limit: number | null): string {
  return limit === null ? '' : count(limit)
}

/** `listferry limit NAME PEOPLE`: how many people the plan of an account takes, where its service doesn't tell. */
export async function limitCommand(output: Output, name: string, people: string): Promise<number> {
  const ownLimit = people === 'none' ? null : wholeNumber('the limit', 1, 1e9)(people)
  return withSession(output, {}, async ({ client, signal }) => {
    const edited = await client.connections.edit({ connection: name, ownLimit }, signal)
    const told = edited.account.contactLimit
    output.result(edited, () =>
      told !== null
        ? `${edited.serviceTitle} tells that itself: ${count(told)} people. What you say is kept, and not used.`
        : ownLimit === null
          ? `Nothing is known any more of how many people “${edited.name}” takes.`
          : `A run that would take “${edited.name}” beyond ${count(ownLimit)} people asks first.`,
    )
    return exitCodes.done
  })
}

/** `listferry disconnect NAME` */
export async function disconnectCommand(output: Output, name: string): Promise<number> {
  return withSession(output, {}, async ({ client }) => {
    const removed = await client.connections.remove({ connection: name })
    output.result(
      removed,
      () =>
        `“${removed.name}” is forgotten here, with its key and its runs. The account itself is as it was.${removed.warning === null ? '' : ` ${removed.warning}`}`,
    )
    return exitCodes.done
  })
}
