import type { Command } from 'commander'
import { AppError } from '../../../shared/errors.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { type Session, withSession } from '../session.ts'
import { type ConnectionOptions, listCommand } from './objects.ts'
import { confirm as askYes } from '../askSecret.ts'
import { actOn, leavingWords } from './actOn.ts'

export interface WebhookOptions extends ConnectionOptions {
  readonly endpoint?: boolean
  readonly formId?: string
  readonly tagId?: string
  readonly sequenceId?: string
  readonly productId?: string
  readonly customFieldId?: string
  readonly link?: string
  readonly name?: string
  readonly force?: boolean
  readonly dryRun?: boolean
  readonly yes?: boolean
}

export const webhookUsage =
  'add <url> <event…>, remove <id>, list, or secret <id>: what an account calls when something happens'

export function addWebhookOptions(command: Command): Command {
  return command
    .option('--to <connection>', 'account, by name; not needed when there is only one')
    .option('--secret-stdin', 'ask for the account key, or read it from a pipe, for this command only')
    .option('--endpoint', 'one of the newer, signed webhooks, which may have several events')
    .option('--form-id <id>', 'for events of a form')
    .option('--tag-id <id>', 'for events of a tag')
    .option('--sequence-id <id>', 'for events of a sequence')
    .option('--product-id <id>', 'for purchases of a product')
    .option('--custom-field-id <id>', 'for values of a custom field')
    .option('--link <url>', 'for clicks on a link')
    .option('--name <name>', 'for an endpoint')
    .option('--dry-run', 'only show what it would do')
    .option('--yes', 'with remove and secret: without asking')
    .option('--force', 'with secret: also while the one before still counts')
}

/** `listferry webhook add|remove|list|secret` */
export async function webhookCommand(
  output: Output,
  what: string,
  args: readonly string[],
  options: WebhookOptions,
): Promise<number> {
  const type = options.endpoint === true || what === 'secret' ? 'webhookEndpoints' : 'webhooks'
  const [first, ...rest] = args
  if (what === 'list') return listCommand(output, type, withoutName(options))
  if (first === undefined)
    throw new AppError('invalid-input', `Use it as: listferry webhook ${webhookUsage.split(':')[0]}`)
  const act = (op: 'insert' | 'delete', row: Record<string, string>) =>
    withSession(output, options, async (session) => {
      const connection = await chooseConnection(session, options)
      return actOn(session, connection, { type, op, rows: [row] }, 'Remove it?', options)
    })
  switch (what) {
    case 'add':
      return act(
        'insert',
        type === 'webhooks' ? webhookRow(first, rest, options) : endpointRow(first, rest, options),
      )
    case 'remove':
      return act('delete', { id: first })
    case 'secret':
      return withSession(output, options, (session) => newSecret(session, first, options))
    default:
      throw new AppError('invalid-input', `Use it as: listferry webhook ${webhookUsage.split(':')[0]}`)
  }
}

function withoutName({ to, secretStdin }: WebhookOptions): ConnectionOptions {
  return { ...(to !== undefined && { to }), ...(secretStdin !== undefined && { secretStdin }) }
}

function webhookRow(url: string, events: readonly string[], options: WebhookOptions): Record<string, string> {
  const [event = '', other] = events
  if (other !== undefined)
    throw new AppError(
      'invalid-input',
      'A webhook has one event. Add another one for the next, or use --endpoint.',
    )
  const { formId, tagId, sequenceId, productId, customFieldId, link } = options
  return {
    target_url: url,
    event,
    ...(formId !== undefined && { form_id: formId }),
    ...(tagId !== undefined && { tag_id: tagId }),
    ...(sequenceId !== undefined && { sequence_id: sequenceId }),
    ...(productId !== undefined && { product_id: productId }),
    ...(customFieldId !== undefined && { custom_field_id: customFieldId }),
    ...(link !== undefined && { initiator_value: link }),
  }
}

function endpointRow(
  url: string,
  events: readonly string[],
  { name }: WebhookOptions,
): Record<string, string> {
  return { url, events: events.join(', '), ...(name !== undefined && { name }) }
}

/**
 * The request, and what becomes of the secrets from before, are said first. The new one is shown this once; whoever reads
 * the journal or the log later finds nothing of it.
 */
async function newSecret(session: Session, endpoint: string, options: WebhookOptions): Promise<number> {
  const { client, signal, output } = session
  const { id: connection } = await chooseConnection(session, options)
  const wanted = { connection, endpoint, force: options.force === true }
  const planned = await client.objects.planSecret(wanted, signal)
  const { words, endsAtOnce, requests } = planned
  const said = [words, ...(endsAtOnce === null ? [] : [endsAtOnce]), ...leavingWords(requests)].join('\n')
  if (options.dryRun === true) {
    output.result(planned, () => `${said}\n\nNothing was sent.`)
    return exitCodes.done
  }
  output.note(`${said}\n`)
  const asks = wanted.force && endsAtOnce !== null && options.yes !== true && process.stdin.isTTY
  if (asks && !(await askYes('Replace it all the same?', signal)))
    throw new AppError('cancelled', 'Nothing was sent.')
  const { secret } = await client.objects.rotateSecret(wanted, signal)
  output.note('The new signing secret. It is not kept here; the one before counts for a day longer.')
  output.result({ endpoint, secret }, () => secret)
  return exitCodes.done
}
