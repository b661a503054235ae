import type { ConnectorView, CredentialFormView } from '../../../shared/contract/connections.ts'
import type { ServiceId } from '../../../shared/model.ts'
import type { CredentialForm } from '../connectors/waysIn.ts'
import { connectors } from '../connectors/registry.ts'
import type { EngineParts } from '../createEngine.ts'
import { limitWords } from '../limitWords.ts'
import { knownClientId } from '../signIn/clientId.ts'

/** The services there are, with everything that a window draws itself from. */
export function connectorViews(parts: EngineParts): Promise<readonly ConnectorView[]> {
  return Promise.all(
    connectors.map(async ({ id, title, identifiers, credentials, audiences, consent, newFieldTypes }) => ({
      id,
      title,
      requiredFields: identifiers.map(({ field }) => field),
      credentials: await Promise.all(credentials.map((form) => formView(parts, id, form))),
      audiences,
      consent: consent?.channels ?? [],
      newFieldTypes,
    })),
  )
}

async function formView(
  parts: EngineParts,
  service: ServiceId,
  form: CredentialForm,
): Promise<CredentialFormView> {
  const { id, title, help, cannot } = form
  const view = { id, title, help, cannot, limits: form.limits.map(limitWords) }
  if (form.kind === 'keys') return { ...view, kind: 'keys', fields: form.fields }
  const where = await parts.accounts.whereabouts(service, null)
  const isKnown = (await knownClientId(parts, form, where)) !== null
  return { ...view, kind: 'sign-in', clientIdWanted: isKnown ? null : form.signIn.clientIdHelp }
}
