import { describe, expect, it } from 'vitest'
import { fieldKey } from '../../../electron/practice/kit/fieldKey.ts'
import { errorsOf, personIn, startTestPractice, subscriberOf } from '../harness.ts'

interface FieldJson {
  readonly custom_field: {
    readonly id: number
    readonly name: string
    readonly key: string
    readonly label: string
  }
}

describe('custom fields', () => {
  it('get a key and a name from their label', async () => {
    const { call } = await startTestPractice()
    const answer = await call('POST', '/v4/custom_fields', { label: '  Shoe size (EU) ' })
    const { custom_field } = answer.json as FieldJson
    expect(answer.status).toBe(201)
    expect(custom_field).toMatchObject({ label: 'Shoe size (EU)', key: 'shoe_size_eu' })
    expect(custom_field.name).toBe(`ck_field_${custom_field.id}_shoe_size_eu`)
  })

  it('come back with 200 where the label is there already', async () => {
    const { kit, call } = await startTestPractice()
    const before = kit.state.customFields.size
    const answer = await call('POST', '/v4/custom_fields', { label: ' City ' })
    expect([answer.status, (answer.json as FieldJson).custom_field.key]).toEqual([200, 'city'])
    expect(kit.state.customFields.size).toBe(before)
  })

  it('with labels that make the same key get different ones', async () => {
    const { call } = await startTestPractice()
    const answer = await call('POST', '/v4/custom_fields', { label: 'Last-Name' })
    expect([answer.status, (answer.json as FieldJson).custom_field.key]).toEqual([201, 'last_name_2'])
  })

  it.each([undefined, null, '', '  ', 5, ['x']])('refuse the label %j', async (label) => {
    const { call } = await startTestPractice()
    const answer = await call('POST', '/v4/custom_fields', { label })
    expect([answer.status, errorsOf(answer)]).toEqual([422, ["Label can't be blank"]])
  })

  it('change their key with their label, keep their name, and everybody keeps their value', async () => {
    const practice = await startTestPractice()
    const field = [...practice.kit.state.customFields.values()].find(({ key }) => key === 'city')
    const answer = await practice.call('PUT', `/v4/custom_fields/${field?.id ?? 0}`, { label: 'Home town' })
    expect((answer.json as FieldJson).custom_field).toEqual({
      id: field?.id,
      name: field?.name,
      label: 'Home town',
      key: 'home_town',
    })
    const { id } = personIn(practice, 'ada.okafor@example.com')
    const person = subscriberOf(await practice.call('GET', `/v4/subscribers/${id}`))
    expect(person.fields).toMatchObject({ home_town: 'Lagos' })
    expect(person.fields).not.toHaveProperty('city')
    const written = await practice.call('PUT', `/v4/subscribers/${id}`, { fields: { city: 'Abuja' } })
    expect(written.json).toHaveProperty('warnings')
  })

  it('are not renamed to a label that is taken, or to nothing', async () => {
    const { kit, call } = await startTestPractice()
    const [id = 0] = kit.state.customFields.keys()
    expect((await call('PUT', `/v4/custom_fields/${id}`, { label: 'City' })).status).toBe(422)
    expect((await call('PUT', `/v4/custom_fields/${id}`, { label: ' ' })).status).toBe(422)
    expect((await call('PUT', `/v4/custom_fields/${id}`, { label: 'Last name' })).status).toBe(200)
    expect((await call('PUT', '/v4/custom_fields/1', { label: 'x' })).status).toBe(404)
  })

  it('take everybody’s value with them when they are deleted, for good', async () => {
    const practice = await startTestPractice()
    const field = [...practice.kit.state.customFields.values()].find(({ key }) => key === 'city')
    expect((await practice.call('DELETE', `/v4/custom_fields/${field?.id ?? 0}`)).status).toBe(204)
    await practice.call('POST', '/v4/custom_fields', { label: 'City' })
    const { id } = personIn(practice, 'ada.okafor@example.com')
    expect(subscriberOf(await practice.call('GET', `/v4/subscribers/${id}`)).fields).toMatchObject({
      city: null,
    })
    expect((await practice.call('DELETE', `/v4/custom_fields/${field?.id ?? 0}`)).status).toBe(404)
  })
})

describe('the key of a field', () => {
  it.each([
    ['Numéro de téléphone', 'numero_de_telephone'],
    ['Straße & Łódź — Øre', 'strasse_lodz_ore'],
    ['__Zip_Code__', 'zip_code'],
    ['100% sure?', '100_sure'],
    ['電話番号', 'field_7'],
  ])('of %s is %s', (label, key) => {
    expect(fieldKey(label, 7, new Set())).toBe(key)
  })

  it('counts on until it is free', () => {
    expect(fieldKey('City', 7, new Set(['city', 'city_2']))).toBe('city_3')
  })
})
