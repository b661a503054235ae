import { readFileSync } from 'node:fs'
import type { ValidateFunction } from 'ajv'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'

/** One operation of an OpenAPI 3.0 document. */
export interface Operation {
  /** `GET /v4/tags/{id}` */
  readonly name: string
  readonly method: string
  /** With its parameters in braces. */
  readonly path: string
  /** The statuses it declares, as text. */
  readonly statuses: readonly string[]
}

export interface OpenApi {
  readonly operations: readonly Operation[]
  /** The operation that answers an address; a path without parameters goes before one with. */
  find(method: string, pathname: string): Operation | undefined
  /** The problems of a request, in words; none where it is as the document says. */
  validateRequest(request: SentRequest): readonly string[]
  /** The problems of an answer: a status that isn't declared, a body that isn't of the declared shape. */
  validateAnswer(answer: ReceivedAnswer): readonly string[]
}

export interface SentRequest {
  readonly method: string
  /** Path and query. */
  readonly address: string
  /** Parsed JSON; `undefined` where none was sent. */
  readonly body?: unknown
}

export interface ReceivedAnswer {
  readonly method: string
  readonly address: string
  readonly status: number
  /** Parsed JSON; `undefined` where there was no body. */
  readonly body?: unknown
}

/** A disagreement between a document and its service that is known, with the reason. */
export interface KnownException {
  /** The operation's name, or `*`. */
  readonly operation: string
  /** How the problem begins. */
  readonly problem: RegExp
  readonly because: string
}

/** The problems that no exception accounts for. */
export function unexplained(
  operation: string,
  problems: readonly string[],
  exceptions: readonly KnownException[],
): readonly string[] {
  const mine = exceptions.filter((each) => each.operation === '*' || each.operation === operation)
  return problems.filter((problem) => !mine.some((each) => each.problem.test(problem)))
}

interface Schema {
  readonly [keyword: string]: unknown
}
interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema?: Schema
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
}
interface Reference {
  readonly $ref: string
}
interface RawOperation {
  readonly parameters?: readonly (Parameter | Reference)[]
  readonly requestBody?: Content & { readonly required?: boolean }
  readonly responses: Readonly<Record<string, Content | Reference>>
}
type Methods = Readonly<Record<string, RawOperation>>
interface Document {
  readonly paths: Readonly<Record<string, Methods>>
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

/** Reads an OpenAPI 3.0 document from a JSON file. @throws for a file that isn't there or no JSON */
export function loadOpenApi(file: string): OpenApi {
  const document = withoutNullable(JSON.parse(readFileSync(file, 'utf8'))) as Document
  const validator = schemaValidator(document)
  const operations = operationsOf(document)
  const find = (method: string, pathname: string) =>
    operations
      .filter((each) => each.method === method && pathPattern(each.path).test(pathname))
      .sort((a, b) => braces(a.path) - braces(b.path))[0]
  const rawOf = (operation: Operation): RawOperation | undefined =>
    document.paths[operation.path]?.[operation.method.toLowerCase()]

  return {
    operations,
    find,
    validateRequest: ({ method, address, body }) => {
      const url = new URL(address, 'http://localhost')
      const operation = find(method, url.pathname)
      const raw = operation && rawOf(operation)
      if (raw === undefined) return [`${method} ${url.pathname} is not declared`]
      return [
        ...queryProblems(document, raw, url.searchParams, validator),
        ...bodyProblems(raw, body, validator),
      ]
    },
    validateAnswer: ({ method, address, status, body }) => {
      const { pathname } = new URL(address, 'http://localhost')
      const operation = find(method, pathname)
      const raw = operation && rawOf(operation)
      if (raw === undefined) return [`${method} ${pathname} is not declared`]
      const response = resolve(document, raw.responses[String(status)] ?? raw.responses[rangeOf(status)])
      if (response === undefined) return [`status ${status} is not declared`]
      return answerProblems(response, body, validator)
    },
  }
}

function operationsOf(document: Document): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    methods
      .filter((method) => operations[method] !== undefined)
      .map((method) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        statuses: Object.keys(operations[method]?.responses ?? {}),
      })),
  )
}

/**
 * OpenAPI 3.0 says `nullable`, also without a type, which JSON Schema doesn't know; and its references start at the
 * document.
 */
function withoutNullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullable)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, each]): [string, unknown] => [
    key,
    key === '$ref' && typeof each === 'string' ? each.replace(/^#/, 'document#') : withoutNullable(each),
  ])
  const { nullable, ...schema } = Object.fromEntries(entries)
  if (typeof nullable !== 'boolean') return Object.fromEntries(entries)
  if (!nullable) return schema
  if (schema.type === undefined) return { anyOf: [schema, { type: 'null' }] }
  const choices = Array.isArray(schema.enum) ? { enum: [...(schema.enum as unknown[]), null] } : {}
  return { ...schema, ...choices, type: [schema.type, 'null'] }
}

type Validate = (schema: Schema, value: unknown) => readonly string[]

function schemaValidator(document: Document): Validate {
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false })
  addFormats.default(ajv)
  ajv.addSchema(document, 'document')
  const compiled = new Map<Schema, ValidateFunction>()
  return (schema, value) => {
    const check = compiled.get(schema) ?? ajv.compile(schema)
    compiled.set(schema, check)
    if (check(value)) return []
    return (check.errors ?? []).map(
      (error) => `${error.instancePath || '/'} ${error.message ?? error.keyword}`,
    )
  }
}

function queryProblems(document: Document, raw: RawOperation, query: URLSearchParams, validate: Validate) {
  const declared = (raw.parameters ?? []).flatMap((each) => resolve<Parameter>(document, each) ?? [])
  const inQuery = declared.filter((parameter) => parameter.in === 'query')
  const missing = inQuery
    .filter((parameter) => parameter.required === true && !query.has(parameter.name))
    .map((parameter) => `query ${parameter.name} is missing`)
  const wrong = [...query].flatMap(([name, text]) => {
    const parameter = inQuery.find((each) => each.name === name)
    if (parameter === undefined) return [`query ${name} is not declared`]
    const schema = parameter.schema ?? {}
    return validate(schema, fromText(schema, text)).map((problem) => `query ${name} ${problem}`)
  })
  return [...missing, ...wrong]
}

function resolve<T extends object>(document: Document, value: T | Reference | undefined): T | undefined {
  if (value === undefined || !('$ref' in value)) return value
  const parts = value.$ref.replace(/^document#\//, '').split('/')
  return parts.reduce<unknown>((found, part) => (found as Schema)[part], document) as T
}

/** `4XX` for 404. */
function rangeOf(status: number): string {
  return `${Math.floor(status / 100)}XX`
}

/** A query parameter as the type its schema names. */
function fromText(schema: Schema, text: string): unknown {
  const types = [schema.type].flat()
  if (types.includes('boolean'))
    return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text
  if (types.includes('integer') || types.includes('number')) return text.trim() === '' ? text : Number(text)
  return types.includes('array') ? text.split(',') : text
}

function bodyProblems(raw: RawOperation, body: unknown, validate: Validate): readonly string[] {
  const schema = jsonSchema(raw.requestBody)
  if (body === undefined) return raw.requestBody?.required === true ? ['body is missing'] : []
  if (schema === undefined) return ['body is not declared']
  return validate(schema, body).map((problem) => `body ${problem}`)
}

function answerProblems(response: Content, body: unknown, validate: Validate): readonly string[] {
  const schema = jsonSchema(response)
  if (schema === undefined) return body === undefined ? [] : ['body is not declared']
  return body === undefined ? ['body is missing'] : validate(schema, body).map((problem) => `body ${problem}`)
}

function jsonSchema(content: Content | undefined): Schema | undefined {
  return Object.entries(content?.content ?? {}).find(([type]) => /json/.test(type))?.[1].schema
}

function pathPattern(path: string): RegExp {
  const parts = path.split(/\{[^}]+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^/]+')}/?$`)
}

function braces(path: string): number {
  return path.split('{').length
}
