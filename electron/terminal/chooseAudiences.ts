import { AppError } from '../../shared/errors.ts'
import type { Audience, AudienceKind } from '../../shared/model.ts'

export type AudienceChoice = { readonly kind: AudienceKind; readonly nameOrId: string }

/** Finds audiences by name (ignoring case) or id. Pure. @throws AppError `not-found` naming what there is. */
export function chooseAudiences(
  choices: readonly AudienceChoice[],
  audiences: readonly Audience[],
): Audience[] {
  return choices.map((choice) => findAudience(choice, audiences))
}

function findAudience({ kind, nameOrId }: AudienceChoice, audiences: readonly Audience[]): Audience {
  const ofKind = audiences.filter((audience) => audience.kind === kind)
  const wanted = nameOrId.trim().toLowerCase()
  const byId = ofKind.find((audience) => audience.id === nameOrId.trim())
  const byName = ofKind.filter((audience) => audience.name.toLowerCase() === wanted)
  if (byName.length > 1 && !byId)
    throw new AppError(
      'invalid-input',
      `There are ${byName.length} ${kind}s called “${nameOrId}”. Use an id: ${byName.map(({ id }) => id).join(', ')}.`,
    )
  const found = byId ?? byName[0]
  if (found) return found
  const names = ofKind.filter((audience) => audience.open).map((audience) => `“${audience.name}”`)
  const hint =
    names.length === 0
      ? `The account has no ${kind}s.`
      : `It has: ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}.`
  throw new AppError('not-found', `The account has no ${kind} “${nameOrId}”. ${hint}`)
}
