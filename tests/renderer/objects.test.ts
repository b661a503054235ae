import { describe, expect, it } from 'vitest'
import { firstValues, formProblem, rowOf, shownFields } from '../../renderer/features/objects/formValues.ts'
import { everything, filtersForEngine, hiddenFilters } from '../../renderer/features/objects/objectQuery.ts'
import { fillableFields, missingFields } from '../../renderer/features/objects/targetFields.ts'
import { groupTypes, importWords, objectName } from '../../renderer/features/objects/objectWords.ts'
import { lossSentences } from '../../renderer/features/review/objectPlanWords.ts'
import { outcomeMeaning } from '../../renderer/components/outcomeWords.ts'
import { kitConnector } from '../../electron/engine/connectors/kit/kitConnector.ts'
import type { ObjectTypeView, ObjectView } from '../../shared/contract/objects.ts'
import type { FieldId, Mapping, RemoteId } from '../../shared/model.ts'
import type { ObjectTypeId } from '../../shared/objectTypes.ts'

/** A type as Kit's connector declares it. */
function typeOf(id: ObjectTypeId): ObjectTypeView {
  const type = kitConnector.objects?.find((one) => one.id === id)
  if (type === undefined) throw new Error(`Kit has no ${id}`)
  const fields = type.fields.map((field) => ({ ...field, key: field.id, custom: false }))
  return { ...type, fields, unavailable: null }
}

function object(values: Record<string, string>): ObjectView {
  return { id: '7' as RemoteId, values: values }
}

function mapping(...fields: readonly string[]): Mapping {
  return {
    fields: fields.map((field, column) => ({
      field: field as FieldId,
      type: 'text',
      from: { column },
      transforms: [],
      write: 'always',
      blank: 'leave',
    })),
    left: [],
    values: { defaultCountry: null, dateOrder: 'month-day', decimalMark: '.' },
  }
}

const ids = (fields: readonly { readonly id: string }[]) => fields.map(({ id }) => id)

describe('what columns can fill', () => {
  it('is what is written, and what leads to the thing that is meant', () => {
    const fields = typeOf('customFields')
    expect(ids(fillableFields(fields, 'insert'))).toEqual(['label'])
    expect(ids(fillableFields(fields, 'update'))).toEqual(['id', 'label', 'key', 'old_label'])
    expect(ids(fillableFields(typeOf('webhooks'), 'delete'))).toEqual(['id'])
  })

  it('is told where something is missing, either of two fields where both lead to a person', () => {
    const tagging = { type: 'tagSubscriptions', op: 'insert' } as const
    const of = typeOf('tagSubscriptions')
    expect(missingFields(of, tagging, mapping())).toEqual([
      'Email or Subscriber id: choose the column that holds it.',
      'Tag: choose the column that holds it.',
    ])
    expect(missingFields(of, tagging, mapping('email', 'tag'))).toEqual([])
    expect(missingFields(typeOf('tags'), { type: 'tags', op: 'insert' }, mapping('name'))).toEqual([])
  })
})

describe('a form for one thing', () => {
  it('asks for what the event of a webhook needs, and for nothing else', () => {
    const type = typeOf('webhooks')
    const values = { target_url: 'https://a.example', event: 'subscriber.form_subscribe', tag_id: '3' }
    expect(ids(shownFields(type, values))).toEqual(['target_url', 'event', 'form_id'])
    expect(formProblem(type, values, null)).toBe('Fill in: Form id.')
    expect(rowOf(type, { ...values, form_id: '9' }, null)).toEqual({
      target_url: 'https://a.example',
      event: 'subscriber.form_subscribe',
      form_id: '9',
    })
    expect(formProblem(type, { ...values, form_id: '9', target_url: 'ftp://a' }, null)).toMatch(/https/)
  })

  it('sends of a change only what was changed', () => {
    const type = typeOf('customFields')
    const city = object({ label: 'City', key: 'city' })
    const values = firstValues(type, city)
    expect(formProblem(type, values, city)).toBe('Nothing is changed yet.')
    expect(rowOf(type, { ...values, label: 'Town ' }, city)).toEqual({ id: '7', label: 'Town' })
  })
})

describe('the list of things', () => {
  it('asks the engine for nothing that is not set, and for days as moments', () => {
    expect(filtersForEngine(everything)).toEqual({ parent: null, since: null, filter: null })
    const filters = { ...everything, createdFrom: '2026-03-01', id: ' 7 ' }
    expect(filtersForEngine(filters).filter).toEqual({
      createdAfter: new Date('2026-03-01T00:00').toISOString(),
      createdBefore: null,
      name: null,
      id: '7',
    })
    expect(hiddenFilters(filters)).toBe(2)
    const noDay = { ...everything, since: { by: 'tagged_after', day: '' } } as const
    expect(filtersForEngine(noDay).since).toBeNull()
  })

  it('has every type of Kit under one heading', () => {
    const types = (kitConnector.objects ?? []).map(({ id }) => typeOf(id))
    const grouped = groupTypes(types).flatMap((group) => group.types)
    expect(grouped).toHaveLength(types.length)
  })

  it('calls things by their name, and by their id where they have none', () => {
    expect(objectName(typeOf('broadcasts'), object({ subject: 'Rye is back' }))).toBe('Rye is back')
    expect(objectName(typeOf('broadcasts'), object({}))).toBe('broadcast 7')
    const url = 'https://hooks.example.com/a'
    expect(objectName(typeOf('webhookEndpoints'), object({ name: 'Shop', url }))).toBe('Shop')
    expect(objectName(typeOf('webhookEndpoints'), object({ url }))).toBe(url)
  })
})

describe('words about things', () => {
  it('say what a file does', () => {
    expect(importWords(typeOf('tags'), 'insert')).toBe('Import tags')
    expect(importWords(typeOf('tagSubscriptions'), 'delete')).toBe('Take tags from people')
  })

  it('say how much more is lost than is listed', () => {
    const words = Array.from({ length: 20 }, (_, n) => `Loses ${n}.`)
    const { shown, more } = lossSentences({ count: 90, words })
    expect({ shown, more }).toEqual({ shown: words.slice(0, 4), more: 86 })
    expect(lossSentences({ count: 9, words: words.slice(0, 9) }).more).toBe(5)
    // One sentence may stand for many rows.
    expect(lossSentences({ count: 9, words: words.slice(0, 1) }).more).toBe(0)
  })

  it('mean another thing where something was deleted, or waits', () => {
    expect(outcomeMeaning('written', {}, 'delete')).toBe('it is gone from the account')
    expect(outcomeMeaning('written', {}, null)).toBe('the account has it')
    expect(outcomeMeaning('accepted', { confirmation: { waiting: 1, confirmed: 0, left: 0 } }, null)).toMatch(
      /^waiting for their confirmation/,
    )
  })
})
