import type { PlanSpec } from '../../../shared/contract/plans.ts'
import { columnsOf } from '../../../shared/mapping/columnsOf.ts'
import type { ListColumn } from '../../../shared/lists/listColumns.ts'
import { assertNever } from '../../../shared/errors.ts'
import type {
  AudienceRef,
  ConsentRule,
  Field,
  FieldId,
  FieldRule,
  LeftRule,
  Mapping,
  TemplatePart,
  Transform,
  TransformWord,
  ValueOrigin,
  ValueSettings,
} from '../../../shared/model.ts'

/** One decision of the user about what is sent. */
export type SpecEdit =
  | {
      readonly of: 'column-field'
      readonly column: number
      readonly field: Field
      /** What cells of this column need besides being trimmed. */
      readonly steps?: readonly Transform[]
    }
  | { readonly of: 'column-left'; readonly column: number; readonly leftWhen: LeftRule['leftWhen'] }
  | { readonly of: 'column-ignored'; readonly column: number }
  /** A field that is filled from a fixed value or from several columns. */
  | { readonly of: 'field-filled'; readonly field: Field; readonly from: ValueOrigin }
  | { readonly of: 'field-dropped'; readonly field: FieldId }
  | {
      readonly of: 'rule'
      readonly field: FieldId
      readonly change: Partial<Pick<FieldRule, 'write' | 'blank' | 'from'>>
    }
  | {
      readonly of: 'transform'
      readonly field: FieldId
      readonly transform: TransformWord
      readonly on: boolean
    }
  /** The steps after the words at the beginning. */
  | { readonly of: 'steps'; readonly field: FieldId; readonly steps: readonly Transform[] }
  /** The same column into a second field: one part goes to the first, the rest to the second. */
  | {
      readonly of: 'split'
      readonly field: FieldId
      readonly second: Field
      readonly separator: string | null
    }
  | { readonly of: 'values'; readonly change: Partial<ValueSettings> }
  | { readonly of: 'audience'; readonly audience: AudienceRef; readonly on: boolean }
  /** `null`: the column's values are no audiences any more. */
  | { readonly of: 'list'; readonly column: number; readonly list: ListColumn | null }
  | { readonly of: 'consent'; readonly consent: ConsentRule | null }
  | {
      readonly of: 'choice'
      readonly change: Partial<
        Pick<
          PlanSpec,
          | 'mode'
          | 'duplicates'
          | 'sameAddress'
          | 'heldBack'
          | 'importTag'
          | 'append'
          | 'confirmation'
          | 'onlyPlaced'
          | 'filter'
          | 'rules'
          | 'volume'
          | 'ignoreLeftList'
          | 'stableId'
        >
      >
    }

export function editSpec(spec: PlanSpec, edit: SpecEdit): PlanSpec {
  switch (edit.of) {
    case 'column-field':
    case 'column-left':
    case 'column-ignored':
    case 'field-filled':
    case 'field-dropped':
    case 'rule':
    case 'transform':
    case 'steps':
    case 'split':
    case 'values':
      return { ...spec, mapping: editMapping(spec.mapping, edit) }
    case 'audience':
      return { ...spec, audiences: withAudience(spec.audiences, edit.audience, edit.on) }
    case 'list':
      return { ...spec, lists: withList(spec.lists ?? [], edit.column, edit.list) }
    case 'consent':
      return { ...spec, consent: edit.consent }
    case 'choice':
      return { ...spec, ...edit.change }
    default:
      return assertNever(edit)
  }
}

type MappingEdit = Exclude<SpecEdit, { readonly of: 'audience' | 'list' | 'consent' | 'choice' }>

function editMapping(mapping: Mapping, edit: MappingEdit): Mapping {
  switch (edit.of) {
    case 'column-field':
      return mapColumn(mapping, edit.column, edit.field, edit.steps ?? [])
    case 'column-left':
      return {
        ...freed(mapping, edit.column),
        left: [...without(mapping.left, edit.column), { column: edit.column, leftWhen: edit.leftWhen }],
      }
    case 'column-ignored':
      return unjoined(freed(mapping, edit.column), edit.column)
    case 'field-filled':
      return { ...mapping, fields: [...others(mapping, edit.field.id), newRule(edit.field, edit.from)] }
    case 'field-dropped':
      return { ...mapping, fields: others(mapping, edit.field) }
    case 'rule':
      return changeRule(mapping, edit.field, (rule) => ({ ...rule, ...edit.change }))
    case 'transform':
      return changeRule(mapping, edit.field, (rule) => ({
        ...rule,
        transforms: withTransform(rule.transforms, edit.transform, edit.on),
      }))
    case 'steps':
      return changeRule(mapping, edit.field, (rule) => ({
        ...rule,
        transforms: [...leadingWords(rule.transforms), ...edit.steps],
      }))
    case 'split':
      return splitField(mapping, edit)
    case 'values':
      return { ...mapping, values: { ...mapping.values, ...edit.change } }
    default:
      return assertNever(edit)
  }
}

/** The column fills this field, and no other column does. What was set for the field before is kept. */
function mapColumn(mapping: Mapping, column: number, field: Field, steps: readonly Transform[]): Mapping {
  const kept = mapping.fields.find((rule) => rule.field === field.id)
  const made = newRule(field, { column }, steps)
  const rule = kept === undefined ? made : { ...kept, from: { column } }
  const rest = freed(mapping, column)
  return { ...rest, fields: [...others(rest, field.id), rule] }
}

/** The column fills no field alone any more. */
function freed(mapping: Mapping, column: number): Mapping {
  return {
    ...mapping,
    fields: mapping.fields.filter(({ from }) => !('column' in from) || from.column !== column),
    left: without(mapping.left, column),
  }
}

/** The column is no part of a field any more: it goes with the text behind it, or before it where it is the last. */
function unjoined(mapping: Mapping, column: number): Mapping {
  const fields = mapping.fields.flatMap((rule): FieldRule[] => {
    if (!('template' in rule.from) || !columnsOf(rule.from).includes(column)) return [rule]
    const template = withoutColumn(rule.from.template, column)
    const [only, ...others] = template
    if (only === undefined) return []
    const isColumn = 'column' in only && others.length === 0
    return [{ ...rule, from: isColumn ? { column: only.column } : { template } }]
  })
  return { ...mapping, fields }
}

function withoutColumn(template: readonly TemplatePart[], column: number): readonly TemplatePart[] {
  const at = template.findIndex((part) => 'column' in part && part.column === column)
  if (at === -1) return template
  const beside = [at + 1, at - 1].find((n) => 'text' in (template[n] ?? {}))
  return withoutColumn(
    template.filter((_, n) => n !== at && n !== beside),
    column,
  )
}

function newRule({ id, type }: Field, from: ValueOrigin, steps: readonly Transform[] = []): FieldRule {
  return { field: id, type, from, transforms: ['trim', ...steps], write: 'always', blank: 'leave' }
}

function others(mapping: Mapping, field: FieldId): readonly FieldRule[] {
  return mapping.fields.filter((rule) => rule.field !== field)
}

function without(left: readonly LeftRule[], column: number): readonly LeftRule[] {
  return left.filter((rule) => rule.column !== column)
}

function changeRule(mapping: Mapping, field: FieldId, change: (rule: FieldRule) => FieldRule): Mapping {
  return { ...mapping, fields: mapping.fields.map((rule) => (rule.field === field ? change(rule) : rule)) }
}

/** Two rules over one column. What cannot be split stays whole in the first field. */
function splitField(
  mapping: Mapping,
  { field, second, separator }: Extract<SpecEdit, { readonly of: 'split' }>,
): Mapping {
  const rule = mapping.fields.find((one) => one.field === field)
  if (rule === undefined || !('column' in rule.from)) return mapping
  const from = { template: [{ column: rule.from.column }] }
  const rest = { step: 'part', take: 'rest', separator } as const
  const fields = others(mapping, second.id).map((one) =>
    one.field === field
      ? { ...one, transforms: [...one.transforms, { step: 'part', take: 'first', separator } as const] }
      : one,
  )
  const added = { ...newRule(second, from), transforms: [...rule.transforms, rest] }
  return { ...mapping, fields: [...fields, added] }
}

/** Words at the beginning are taken in this order, whatever the order of ticking; there is one case at most. */
const order: readonly TransformWord[] = ['trim', 'collapse-spaces', 'lower-case', 'upper-case', 'title-case']
const cases: readonly TransformWord[] = ['lower-case', 'upper-case', 'title-case']

function withTransform(
  transforms: readonly Transform[],
  transform: TransformWord,
  on: boolean,
): readonly Transform[] {
  const words = leadingWords(transforms)
  const replaced = cases.includes(transform) ? cases : [transform]
  const kept = words.filter((one) => !replaced.includes(one))
  const next = on ? [...kept, transform] : kept
  return [...order.filter((one) => next.includes(one)), ...stepsAfterWords(transforms)]
}

/** The plain words that a rule begins with. */
export function leadingWords(transforms: readonly Transform[]): readonly TransformWord[] {
  const end = transforms.findIndex((one) => typeof one !== 'string')
  return transforms.slice(0, end === -1 ? transforms.length : end).filter((one) => typeof one === 'string')
}

/** What comes after them, in its own order. */
export function stepsAfterWords(transforms: readonly Transform[]): readonly Transform[] {
  return transforms.slice(leadingWords(transforms).length)
}

function withList(
  lists: readonly ListColumn[],
  column: number,
  list: ListColumn | null,
): readonly ListColumn[] {
  const at = lists.findIndex((one) => one.column === column)
  if (list === null) return lists.filter((one) => one.column !== column)
  return at === -1 ? [...lists, list] : lists.with(at, list)
}

function withAudience(
  audiences: readonly AudienceRef[],
  { kind, id }: AudienceRef,
  on: boolean,
): readonly AudienceRef[] {
  const rest = audiences.filter((one) => one.kind !== kind || one.id !== id)
  return on ? [...rest, { kind, id }] : rest
}
