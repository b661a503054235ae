import { AppError } from '../../../shared/errors.ts'
import type { AccountSchema, AudienceKind, Column } from '../../../shared/model.ts'
import type { Condition, ConditionGroup, Filter, Subject, Test } from '../../../shared/rules/rules.ts'
import { chooseAudiences } from '../chooseAudiences.ts'

export interface RulePlace {
  readonly columns: readonly Column[]
  readonly schema: AccountSchema
}

/** Each text is a group; all of them must be true. `null` where there is none. @throws AppError `invalid-input` */
export function parseFilter(texts: readonly string[], place: RulePlace): Filter | null {
  if (texts.length === 0) return null
  return { match: 'all', groups: texts.map((text) => parseGroup(text, place)) }
}

/** `City=Oslo or City=Rome`, `Age>30 and City~os`. */
export function parseGroup(text: string, place: RulePlace): ConditionGroup {
  const parts = text.split(/\s+(and|or)\s+/i)
  const joints = new Set(parts.filter((_, n) => n % 2 === 1).map((joint) => joint.toLowerCase()))
  if (joints.size > 1)
    throw new AppError(
      'invalid-input',
      `“${text}” has both “and” and “or”. Say --where twice: each may have one of them, and all must be true.`,
    )
  const conditions = parts.filter((_, n) => n % 2 === 0).map((one) => parseCondition(one, place))
  return { match: joints.has('or') ? 'any' : 'all', conditions }
}

const marks = /^(.*?)(!=|!~|\^=|\$=|=|~|>|<)(.*)$/s

/** @throws AppError `invalid-input` for what is no condition, `not-found` for a name that isn't there */
export function parseCondition(text: string, place: RulePlace): Condition {
  const [, name = '', mark = '', value = ''] = marks.exec(text.trim()) ?? []
  if (mark === '' || name.trim() === '')
    throw new AppError(
      'invalid-input',
      `“${text}” is no condition. Write a column, a mark and a value: City=Oslo, City!=, Name~ann, Age>30, "Signed up"<2026-01-31.`,
    )
  const of = subjectOf(name.trim(), place)
  const not = mark.startsWith('!')
  if ('audience' in of || ('person' in of && of.person === 'known'))
    return yesOrNo(text, of, value.trim(), not)
  return { of, test: testOf(text, not ? mark.slice(1) : mark, value.trim()), not }
}

function yesOrNo(text: string, of: Subject, value: string, not: boolean): Condition {
  const said = /^(yes|true|known)$/i.test(value) ? true : /^(no|false|new)$/i.test(value) ? false : null
  if (said === null) throw new AppError('invalid-input', `“${text}”: say =yes or =no.`)
  return { of, test: { op: 'yes' }, not: said === not }
}

function testOf(text: string, mark: string, value: string): Test {
  if (mark === '=' && value === '') return { op: 'blank' }
  if (mark === '>' || mark === '<') {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return { op: mark === '>' ? 'after' : 'before', date: value }
    const number = Number(value)
    if (value === '' || Number.isNaN(number))
      throw new AppError(
        'invalid-input',
        `“${text}”: after ${mark} comes a number, or a day such as 2026-01-31.`,
      )
    return { op: mark === '>' ? 'over' : 'under', number }
  }
  const op = textMarks.get(mark) ?? 'is'
  return { op, text: value.split('|').map((one) => one.trim()) }
}

const textMarks: ReadonlyMap<string, 'is' | 'has' | 'starts' | 'ends'> = new Map([
  ['=', 'is'],
  ['~', 'has'],
  ['^=', 'starts'],
  ['$=', 'ends'],
])

const persons = { state: 'state', created: 'created', id: 'id' } as const

/** A column by its name; `account.City` a field as it is now; `tag.VIP` whether they have it; `account` whether they are there. */
function subjectOf(name: string, { columns, schema }: RulePlace): Subject {
  const column = columns.find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (column) return { column: column.index }
  if (name.toLowerCase() === 'account') return { person: 'known' }
  const [, prefix = '', rest = ''] = /^(account|form|tag|sequence|list)\.(.+)$/is.exec(name) ?? []
  if (prefix.toLowerCase() === 'account') {
    const person = persons[rest.toLowerCase() as keyof typeof persons] as 'state' | undefined
    if (person !== undefined) return { person }
    const field = schema.fields.find(({ label, key }) =>
      [label, key].some((one) => one.toLowerCase() === rest.toLowerCase()),
    )
    if (field) return { field: field.id }
    throw new AppError(
      'not-found',
      `The account has no field “${rest}”. It has: ${schema.fields.map(({ label }) => label).join(', ')}.`,
    )
  }
  if (prefix !== '') {
    const kind = prefix.toLowerCase() as AudienceKind
    const [audience] = chooseAudiences([{ kind, nameOrId: rest }], schema.audiences)
    if (audience) return { audience: { kind, id: audience.id } }
  }
  throw new AppError(
    'not-found',
    `The file has no column “${name}”. It has: ${columns.map((one) => one.name).join(', ')}. What the account has is written account.City, account.state or tag.VIP.`,
  )
}
