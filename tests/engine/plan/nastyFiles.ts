import fc from 'fast-check'
import { klaviyoConnector } from '../../../electron/engine/connectors/klaviyo/klaviyoConnector.ts'
import { kitConnector } from '../../../electron/engine/connectors/kit/kitConnector.ts'
import type { Connector } from '../../../electron/engine/connectors/connector.ts'
import { duplicateRules, type PlanSpec } from '../../../shared/contract/plans.ts'
import type { ListColumn } from '../../../shared/lists/listColumns.ts'
import type {
  AccountSchema,
  AudienceRef,
  ConnectionId,
  Contact,
  Field,
  FieldId,
  FieldRule,
  FieldValue,
  Mapping,
  RemoteId,
  SourceId,
  Transform,
} from '../../../shared/model.ts'

/** What a recipe remembers of somebody; see `recipe_row`. */
export interface Remembered {
  readonly identity: string
  readonly cursor: number | string | null
  readonly done: boolean
}

/** A file, an account and a plan of the one for the other. */
export interface Case {
  readonly connector: Connector
  readonly schema: AccountSchema
  readonly rows: readonly (readonly string[])[]
  readonly contacts: readonly (Contact & { readonly memberOf: readonly AudienceRef[] })[]
  readonly remembered: readonly Remembered[]
  readonly spec: PlanSpec
}

export const nastyColumns = [
  'First name',
  'Phone',
  'City',
  'Email',
  'Unsubscribed',
  'External ID',
  'Agreed on',
  'Changed',
  'Points',
]
const column = (name: string) => nastyColumns.indexOf(name)

// Few people, so that they meet; written in the ways in which people write.
const emails = [
  'ann@example.org',
  'ANN@example.org ',
  'bob@example.org',
  'Bob@Example.org',
  'info@müller.de',
  'info@xn--mller-kva.de',
  'refused@example.org',
  'eve@example.org',
]
const phones = ['+12025550101', '+12025550102', '+1 202 555 0102', '+12025550103']
const externalIds = ['A-1', 'A-2', 'a-2', '007']
const texts = [
  'Oslo',
  'Łódź',
  'say "hi"',
  'a\\b',
  '","',
  'two\nlines',
  '01234',
  ' ',
  '\u200b',
  'null',
  '12',
  '𝕏',
]

const orBlank = (values: readonly string[], weight: number) =>
  fc.oneof(
    { weight: weight * 10, arbitrary: fc.constantFrom(...values) },
    { weight: 10, arbitrary: fc.constant('') },
  )

// Most say the same of somebody as the account does.
const names = fc.oneof(fc.constant('Oslo'), orBlank(texts, 3))
const manyEmails = fc.nat(300).map((n) => `person${n}@example.org`)

const cells = (isLong: boolean) =>
  fc.tuple(
    names,
    orBlank([...phones, 'no phone'], isLong ? 0.1 : 1),
    names,
    fc.oneof(
      { weight: isLong ? 5 : 1, arbitrary: manyEmails },
      { weight: 3, arbitrary: orBlank([...emails, 'not an address'], 4) },
    ),
    orBlank(['yes', 'no', 'maybe', 'YES'], 1),
    orBlank(externalIds, isLong ? 0.1 : 1),
    orBlank(['2024-01-15', '2999-01-01', 'some day'], 3),
    orBlank(['3', '12', '7', '12.5', '100'], 5),
    orBlank(['1', '2.50', 'x', '1e21'], 2),
  )

const row = (isLong: boolean) =>
  fc
    .tuple(
      cells(isLong),
      fc.oneof(
        { weight: 9, arbitrary: fc.constant(9) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 11 }) },
      ),
    )
    .map(([all, width]) => [...all, 'more', 'and more'].slice(0, width))

const lists = (kind: 'list' | 'tag'): AudienceRef[] => ['L1', 'L2'].map((id) => ({ kind, id }))

const oslo = { first_name: 'Oslo', city: 'Oslo' }

function contact(kind: 'list' | 'tag', fieldIds: readonly FieldId[]) {
  const reason = fc.constantFrom('unsubscribed', 'bounced', 'complained', 'suppressed')
  const value: fc.Arbitrary<FieldValue> = fc.oneof(
    fc.constant('Oslo'),
    fc.constantFrom(...texts),
    fc.constantFrom<FieldValue>('', 12, 2.5, 1e21, 0, true, false, null),
  )
  const state = fc.option(fc.constantFrom('subscribed', 'unsubscribed', 'never'), { nil: undefined })
  return fc.record({
    email: fc.option(fc.oneof(fc.constantFrom(...emails.map((email) => email.trim())), manyEmails)),
    phone: fc.option(fc.constantFrom('+12025550101', '+12025550102', '+12025550103')),
    externalId: fc.option(fc.constantFrom(...externalIds)),
    state: fc.constant('active'),
    left: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: reason }),
    consent: fc.record({ email: state, sms: state }),
    leftAudiences: fc
      .subarray(lists(kind))
      .chain((left) => reason.map((why) => left.map((audience) => ({ ...audience, reason: why })))),
    fields: fc
      .tuple(
        fc.constantFrom(oslo, {}),
        fc.array(fc.tuple(fc.constantFrom(...fieldIds), value), { maxLength: 2 }),
      )
      .map(([some, others]) => ({ ...some, ...Object.fromEntries(others) })),
    createdAt: fc.constant(1),
    memberOf: fc.subarray(lists(kind)),
  })
}

function fieldsOf(connector: Connector): readonly Field[] {
  const [email, ...others] = connector.identifiers.map(({ field }) => field)
  const field = (id: FieldId, type: Field['type']): Field => ({ id, key: id, label: id, type, custom: false })
  return [
    field(email ?? ('email' as FieldId), 'email'),
    ...others.map((id) => field(id, id === 'phone_number' ? 'phone' : 'text')),
    field('first_name' as FieldId, 'text'),
    field('second_email' as FieldId, 'email'),
    field('city' as FieldId, 'text'),
    field('points' as FieldId, 'number'),
  ]
}

function fieldRules(fields: readonly Field[]): fc.Arbitrary<FieldRule[]> {
  const from: Readonly<Record<string, FieldRule['from']>> = {
    email: { column: column('Email') },
    phone_number: { column: column('Phone') },
    external_id: { column: column('External ID') },
    first_name: { column: column('First name') },
    second_email: { column: column('Email') },
    city: { template: [{ column: column('City') }, { text: ' / ' }, { column: column('First name') }] },
    points: { column: column('Points') },
  }
  const rule = ({ id, type }: Field) =>
    fc.record({
      field: fc.constant(id),
      type: fc.constant(type),
      from: fc.constantFrom(
        from[id] ?? { constant: 'fixed' },
        ...(id === 'city' ? [{ column: column('City') }] : []),
        ...(id === 'email' ? [{ template: [{ column: column('Email') }] }] : []),
      ),
      transforms: fc.oneof(fc.constant([]), fc.shuffledSubarray(steps, { maxLength: 3 })),
      write: fc.constantFrom<FieldRule['write']>('always', 'if-empty'),
      blank: fc.constantFrom<FieldRule['blank']>('leave', 'clear'),
    })
  return fc
    .tuple(...fields.map(rule))
    .chain((rules) => fc.tuple(fc.subarray(rules), fc.constantFrom(...rules.filter(isIdentifier))))
    .map(([some, named]) => [...some.filter(({ field }) => field !== named.field), named])
}

const steps: Transform[] = [
  'trim',
  'title-case',
  { step: 'replace', find: 'o', with: '0', pattern: false },
  { step: 'replace', find: '^([A-Z])(.)', with: '$2$1', pattern: true },
  { step: 'values', values: [{ from: 'oslo', to: 'Bergen' }], others: 'leave' },
  { step: 'values', values: [{ from: '12', to: '7' }], others: 'blank' },
  { step: 'values', values: [{ from: 'Oslo', to: 'OSL' }], others: 'refuse' },
  { step: 'part', take: 'last', separator: null },
  { step: 'part', take: 'rest', separator: '@' },
  { step: 'number', decimalMark: ',' },
  { step: 'date', order: 'month-day' },
  { step: 'boolean', yes: 'ja', no: 'nein' },
  { step: 'phone' },
]

function listsOf(refs: readonly AudienceRef[], kind: AudienceRef['kind']): readonly ListColumn[] {
  const [first = null, second = null] = refs
  return [
    {
      column: column('First name'),
      kind,
      separators: ' ,;',
      values: [
        { value: 'oslo', audience: first },
        { value: 'say', audience: second },
        { value: '12', audience: null },
      ],
    },
  ]
}

function isIdentifier({ field }: FieldRule): boolean {
  return ['email', 'phone_number', 'external_id'].includes(field)
}

function specFor(connector: Connector, { fields, audiences }: AccountSchema): fc.Arbitrary<PlanSpec> {
  const refs = audiences.map(({ kind, id }) => ({ kind, id }))
  const consent = fc.record({
    channels: fc.subarray(['email', 'sms'] as const, { minLength: 1 }),
    audience: fc.option(fc.constantFrom(...refs)),
    since: fc.constantFrom(null, { column: column('Agreed on') }, { date: '2020-02-02' }),
    source: fc.constant('Booth'),
  })
  const sent = fc.constantFrom<Pick<PlanSpec, 'mode' | 'append'>>(
    { mode: 'changed', append: null },
    { mode: 'full-refresh', append: null },
    { mode: 'append', append: { recipe: 'weekly', cursorColumn: null } },
    { mode: 'append', append: { recipe: 'weekly', cursorColumn: column('Changed') } },
  )
  return fc
    .record({
      connection: fc.constant('c' as ConnectionId),
      source: fc.constant('s' as SourceId),
      mapping: fc.record({
        fields: fieldRules(fields),
        left: fc.constantFrom([], [{ column: column('Unsubscribed'), leftWhen: 'yes' as const }]),
        values: fc.constantFrom<Mapping['values']>(
          { defaultCountry: null, dateOrder: 'day-month', decimalMark: '.' },
          { defaultCountry: 'US', countryColumn: column('City'), dateOrder: 'day-month', decimalMark: '.' },
        ),
      }),
      audiences: fc.subarray(refs),
      importTag: fc.constantFrom(null, 'Spring import'),
      consent: connector.consent === null ? fc.constant(null) : fc.option(consent),
      duplicates: fc.constantFrom(...duplicateRules),
      heldBack: fc.constantFrom<PlanSpec['heldBack']>('skip', 'fields-only'),
      lists: fc.constantFrom(undefined, listsOf(refs, refs[0]?.kind ?? 'tag')),
      sent,
    })
    .map(({ sent: how, lists: some, ...spec }) => ({ ...spec, ...how, ...(some && { lists: some }) }))
}

/**
 * Files full of what goes wrong, for accounts of both services: short ones, in which everybody meets everybody, or long
 * ones, which are not read in one go.
 */
export function nastyCase(length: 'short' | 'long'): fc.Arbitrary<Case> {
  const isLong = length === 'long'
  return fc.constantFrom(kitConnector, klaviyoConnector).chain((connector) => {
    const kind = connector === kitConnector ? ('tag' as const) : ('list' as const)
    const schema: AccountSchema = {
      fields: fieldsOf(connector),
      audiences: lists(kind).map(({ id }, n) => ({
        kind,
        id,
        name: `Audience ${id}`,
        open: true,
        optIn: kind === 'tag' ? null : n === 0 ? 'double' : 'single',
      })),
    }
    const remembered = fc.uniqueArray(
      fc.record({
        identity: fc.constantFrom('ann@example.org', 'bob@example.org', 'tel:+12025550103', 'ext:A-1'),
        cursor: fc.constantFrom(null, 3, 7, 12, 50),
        done: fc.boolean(),
      }),
      { selector: ({ identity }) => identity },
    )
    const known = fc
      .array(
        contact(
          kind,
          schema.fields.map(({ id }) => id),
        ),
        { maxLength: isLong ? 200 : 12, size: 'max' },
      )
      .map((all) => all.map((one, n) => ({ ...one, remoteId: `r${String(n).padStart(3, '0')}` as RemoteId })))
    return fc.record({
      connector: fc.constant(connector),
      schema: fc.constant(schema),
      rows: fc.array(row(isLong), {
        minLength: isLong ? 2200 : 1,
        maxLength: isLong ? 2500 : 30,
        size: 'max',
      }),
      contacts: known as fc.Arbitrary<Case['contacts']>,
      remembered,
      spec: specFor(connector, schema),
    })
  })
}
