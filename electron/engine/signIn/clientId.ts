import { AppError } from '../../../shared/errors.ts'
import type { Whereabouts } from '../accounts.ts'
import type { SignInForm } from '../connectors/waysIn.ts'
import type { SettingsPort } from '../settingsPort.ts'

export interface ClientIdPorts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly settings: SettingsPort
}

/**
 * The id under which the service knows this program: what the environment says, else the settings. Practice accounts
 * know one of their own. `null` where nobody has said.
 */
export async function knownClientId(
  { env, settings }: ClientIdPorts,
  { signIn }: SignInForm,
  { isPractice }: Whereabouts,
): Promise<string | null> {
  const given = env[signIn.clientIdVariable]?.trim()
  if (given !== undefined && given !== '') return given
  if (isPractice) return signIn.practiceClientId
  return (await settings.read()).kitClientId
}

/** The known one, or the one that the user just typed, which is remembered. @throws AppError `invalid-input` */
export async function clientIdFor(
  ports: ClientIdPorts,
  form: SignInForm,
  where: Whereabouts,
  typed: string | undefined,
): Promise<string> {
  if (typed !== undefined) {
    if (!/^[\x21-\x7e]+$/.test(typed))
      throw new AppError('invalid-input', `That is not a client id. ${form.signIn.clientIdHelp}`)
    await ports.settings.write({ kitClientId: typed })
    return typed
  }
  const known = await knownClientId(ports, form, where)
  if (known !== null) return known
  throw new AppError('invalid-input', form.signIn.clientIdHelp)
}
