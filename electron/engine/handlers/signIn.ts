import { AppError } from '../../../shared/errors.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import { connectorFor, wayIn } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { clientIdFor } from '../signIn/clientId.ts'
import { addConnection } from './addConnection.ts'

type SignInCalls = 'beginSignIn' | 'awaitSignIn' | 'finishSignIn' | 'signInReturned' | 'cancelSignIn'

/** Signing in at a service, in a browser. */
export function signInHandlers(parts: EngineParts): Pick<Handlers['connections'], SignInCalls> {
  const { signIns, accounts, connections } = parts
  return {
    async beginSignIn({ service, form: formId, name, reconnect, clientId: typed, paste }) {
      const form = wayIn(service, formId)
      if (form.kind !== 'sign-in')
        throw new AppError('invalid-input', `“${form.title}” is given as text: nobody signs in for it.`)
      const known = reconnect === undefined ? null : connections.find(reconnect)
      const where = await accounts.whereabouts(service, known?.practiceAddress ?? null)
      const clientId = await clientIdFor(parts, form, where, typed)
      return signIns.begin({
        service,
        title: connectorFor(service).title,
        form,
        where,
        clientId,
        paste,
        keep: (secret, signal) =>
          addConnection(parts, { service, secret, name, reconnect: known?.id }, signal),
      })
    },
    awaitSignIn: ({ signIn }, signal) => signIns.wait(signIn, signal),
    finishSignIn: ({ signIn, pasted }) => signIns.finish(signIn, pasted),
    async signInReturned({ address }) {
      await signIns.returned(address)
      return null
    },
    cancelSignIn({ signIn }) {
      signIns.cancel(signIn)
      return Promise.resolve(null)
    },
  }
}
