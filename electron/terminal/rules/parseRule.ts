import { AppError } from '../../../shared/errors.ts'
import type { AudienceKind } from '../../../shared/model.ts'
import type { Action, Rule } from '../../../shared/rules/rules.ts'
import { chooseAudiences } from '../chooseAudiences.ts'
import { parseTemplate } from '../parseTemplate.ts'
import { parseGroup, type RulePlace } from './parseCondition.ts'

/**
 * `if City=Oslo: join tag VIP; leave list Old; set Plan=gold; unsubscribe`; without `if …:` for everyone.
 * @throws AppError `invalid-input` or `not-found`
 */
export function parseRule(text: string, place: RulePlace): Rule {
  const [, condition, then = ''] = /^\s*(?:if\s+(.*?)\s*:\s)?(.*)$/is.exec(text) ?? []
  const when =
    condition === undefined ? null : { match: 'all' as const, groups: [parseGroup(condition, place)] }
  const actions = then
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  if (actions.length === 0) throw new AppError('invalid-input', `“${text}” does nothing. ${howTo}`)
  return { when, then: actions.map((one) => parseAction(one, place)) }
}

const howTo =
  'Write what is done: join tag VIP, leave list Old, set Plan=gold or unsubscribe; several with ; between them, and before them if City=Oslo: for some only.'

function parseAction(text: string, place: RulePlace): Action {
  if (/^unsubscribe$/i.test(text)) return { do: 'unsubscribe' }
  const [, op = '', kind = '', name = ''] =
    /^(join|leave)\s+(form|tag|sequence|list)\s+(.+)$/is.exec(text) ?? []
  if (op !== '') {
    const wanted = { kind: kind.toLowerCase() as AudienceKind, nameOrId: name.trim() }
    const [found] = chooseAudiences([wanted], place.schema.audiences)
    if (found)
      return { do: op.toLowerCase() as 'join' | 'leave', audience: { kind: found.kind, id: found.id } }
  }
  const [, label = '', value = ''] = /^set\s+([^=]+)=(.*)$/is.exec(text) ?? []
  if (label === '') throw new AppError('invalid-input', `“${text}” is nothing that a rule can do. ${howTo}`)
  return { do: 'set', rule: setRule(label.trim(), value.trim(), place) }
}

function setRule(
  label: string,
  value: string,
  { columns, schema }: RulePlace,
): Extract<Action, { do: 'set' }>['rule'] {
  const field = schema.fields.find((one) =>
    [one.label, one.key].some((name) => name.toLowerCase() === label.toLowerCase()),
  )
  if (!field)
    throw new AppError(
      'not-found',
      `The account has no field “${label}”. It has: ${schema.fields.map((one) => one.label).join(', ')}.`,
    )
  const parts = parseTemplate(value, (name) => {
    const found = columns.find((one) => one.name.toLowerCase() === name.toLowerCase())
    if (found) return found.index
    throw new AppError('not-found', `The file has no column “${name}”.`)
  })
  const [only] = parts
  const isFixed = parts.length <= 1 && (only === undefined || 'text' in only)
  return {
    field: field.id,
    type: field.type,
    from: isFixed ? { constant: only !== undefined && 'text' in only ? only.text : '' } : { template: parts },
    transforms: [],
    write: 'always',
    blank: 'leave',
  }
}
