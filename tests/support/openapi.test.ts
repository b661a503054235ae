import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadOpenApi, unexplained } from './openapi.ts'

const thing = {
  type: 'object',
  required: ['name', 'note'],
  properties: {
    name: { type: 'string' },
    note: { nullable: true },
    kind: { type: 'string', enum: ['a', 'b'], nullable: true },
    rate: { type: 'number', format: 'float' },
  },
}
const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const document = {
  openapi: '3.0.3',
  components: {
    schemas: { Thing: thing },
    parameters: { Page: { name: 'page', in: 'query', schema: { type: 'integer' } } },
  },
  paths: {
    '/things': {
      get: {
        parameters: [
          { $ref: '#/components/parameters/Page' },
          { name: 'slim', in: 'query', required: true, schema: { type: 'boolean' } },
        ],
        responses: { '200': json({ type: 'array', items: { $ref: '#/components/schemas/Thing' } }) },
      },
      post: {
        requestBody: { required: true, ...json({ $ref: '#/components/schemas/Thing' }) },
        responses: { '201': json(thing), '204': {} },
      },
    },
    '/things/{id}': { get: { responses: { '200': json(thing) } } },
    '/things/mine': { get: { responses: { '204': {} } } },
  },
}

const folder = mkdtempSync(join(tmpdir(), 'listferry-openapi-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'api.json'), JSON.stringify(document))
const api = loadOpenApi(join(folder, 'api.json'))

describe('an OpenAPI document', () => {
  it('finds the operation of an address, the exact path before one with parameters', () => {
    expect(api.find('GET', '/things/7')?.name).toBe('GET /things/{id}')
    expect(api.find('GET', '/things/mine')?.name).toBe('GET /things/mine')
    expect(api.find('DELETE', '/things/7')).toBeUndefined()
    expect(api.operations.map(({ name }) => name)).toHaveLength(4)
  })

  it('takes null where something is nullable, with a type, without one, and in an enum', () => {
    const body = { name: 'x', note: null, kind: null, rate: 0.5 }
    expect(api.validateRequest({ method: 'POST', address: '/things', body })).toEqual([])
    expect(
      api.validateAnswer({ method: 'GET', address: '/things?slim=1', status: 200, body: [body] }),
    ).toEqual([])
  })

  it('says what is wrong with a body', () => {
    const problems = api.validateRequest({
      method: 'POST',
      address: '/things',
      body: { name: null, kind: 'c' },
    })
    expect(problems).toEqual([
      "body / must have required property 'note'",
      'body /name must be string',
      'body /kind must be equal to one of the allowed values',
    ])
    expect(api.validateRequest({ method: 'POST', address: '/things' })).toEqual(['body is missing'])
  })

  it('says what is wrong with a query', () => {
    expect(api.validateRequest({ method: 'GET', address: '/things?slim=0&page=2' })).toEqual([])
    expect(api.validateRequest({ method: 'GET', address: '/things?page=two&extra=1' })).toEqual([
      'query slim is missing',
      'query page / must be integer',
      'query extra is not declared',
    ])
  })

  it('says that a status, a body or an operation is not declared', () => {
    expect(api.validateAnswer({ method: 'POST', address: '/things', status: 500 })).toEqual([
      'status 500 is not declared',
    ])
    expect(api.validateAnswer({ method: 'POST', address: '/things', status: 204, body: {} })).toEqual([
      'body is not declared',
    ])
    expect(api.validateAnswer({ method: 'POST', address: '/things', status: 201 })).toEqual([
      'body is missing',
    ])
    expect(api.validateAnswer({ method: 'PUT', address: '/other', status: 200 })).toEqual([
      'PUT /other is not declared',
    ])
  })

  it('leaves only the problems that no exception accounts for', () => {
    const exceptions = [{ operation: 'GET /things', problem: /^a/, because: 'it is so' }]
    expect(unexplained('GET /things', ['a', 'b'], exceptions)).toEqual(['b'])
    expect(unexplained('POST /things', ['a', 'b'], exceptions)).toEqual(['a', 'b'])
  })
})
