import { AppError } from '../../../shared/errors.ts'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import { askSecret } from '../askSecret.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { withSession } from '../session.ts'
import { table } from '../table.ts'
import { accountWords, count } from '../words.ts'

/** `listferry connect kit` or `klaviyo`: signs in first, and only then keeps the key. */
export async function connectCommand(
  output: Output,
  service: string,
  options: { name?: string },
): Promise<number> {
  return withSession(output, {}, async ({ client, signal, vaultWarning }) => {
    const connectors = await client.connections.connectors({})
    const connector = connectors.find(({ id }) => id === service.toLowerCase())
    if (!connector)
      throw new AppError(
        'invalid-input',
        `Listferry can't connect to "${service}". It can connect to: ${connectors.map(({ id }) => id).join(', ')}.`,
      )
    const form = connector.credentials[0]
    if (!form) throw new AppError('bug', `${connector.title} has no way in.`)
    if (vaultWarning !== null) output.note(vaultWarning)
    if (process.stdin.isTTY) output.note(`${connector.title}: ${form.help}`)
    const values: Record<string, string> = {}
    for (const field of form.fields) values[field.name] = await askSecret(field.label, signal)
    const added = await client.connections.add(
      {
        service: connector.id,
        form: form.id,
        values,
        ...(options.name !== undefined && { name: options.name }),
      },
      signal,
    )
    output.result(added, () => connectedWords(added.connection, added.warning))
    return exitCodes.done
  })
}

function connectedWords(
  { serviceTitle, name, account, practice }: ConnectionView,
  warning: string | null,
): string {
  const plan = account.plan === null ? '' : `, plan ${account.plan}`
  const kept =
    warning === null
      ? 'Its key is in the keychain of this computer.'
      : 'Its key was not kept: add --secret-stdin to plan, run and resume, and give it again.'
  return `Connected to ${accountWords(serviceTitle, name, practice)}: ${account.name}${plan}. ${kept}`
}

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
      ['Name', 'Service', 'Account', 'Plan', 'Limit', 'Key'],
      ...all.map(({ name, serviceTitle, practice, account, secretKept }) => [
        name,
        practice ? `${serviceTitle} (practice)` : serviceTitle,
        account.email ?? account.name,
        account.plan ?? '',
        account.contactLimit === null ? '' : count(account.contactLimit),
        secretKept ? 'in the keychain' : 'not kept',
      ]),
    ],
    width,
  )
}

/** `listferry disconnect NAME` */
export async function disconnectCommand(output: Output, name: string): Promise<number> {
  return withSession(output, {}, async ({ client }) => {
    const removed = await client.connections.remove({ connection: name })
    output.result(
      removed,
      () =>
        `"${removed.name}" is forgotten here, with its key and its runs. The account itself is as it was.`,
    )
    return exitCodes.done
  })
}
