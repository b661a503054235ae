import type { Answer } from '../answer.ts'
import { created, invalid, isoSeconds, notFound, ok } from './answers.ts'
import { asciiWords } from './fieldKey.ts'
import type { Input, KitRequest } from './input.ts'
import { asRecord, choice, flag, nullableText, pathId } from './input.ts'
import type { Snippet } from './model.ts'
import { newestFirst, paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'
import type { KitState } from './state.ts'

/** GET /v4/snippets: those in use unless `archived`; `include_content` adds what they hold. */
export function listSnippets({ input }: KitRequest, { state }: KitAccount): Answer {
  const archived = flag(input, 'archived')
  const type = choice(input, 'snippet_type', ['inline', 'block'], undefined)
  const { rows, pagination } = paginate(
    [...state.snippets.values()].filter(
      (snippet) => snippet.archived === archived && (type === undefined || snippet.type === type),
    ),
    newestFirst((snippet) => snippet.id),
    input,
  )
  const withContent = flag(input, 'include_content')
  return ok({ snippets: rows.map((snippet) => snippetAnswer(snippet, withContent)), pagination })
}

/** GET /v4/snippets/{id}: always whole. */
export function getSnippet(request: KitRequest, { state }: KitAccount): Answer {
  return ok({ snippet: snippetAnswer(snippetOf(request, state), true) })
}

/** POST /v4/snippets: `content` for an inline one, `document_attributes.value_html` for a block. */
export function createSnippet({ input }: KitRequest, { state }: KitAccount): Answer {
  const name = requiredName(input)
  const type = choice(input, 'snippet_type', ['inline', 'block'], undefined)
  if (type === undefined) throw invalid("snippet_type can't be blank")
  const html = readHtml(input)
  const content = nullableText(input, 'content')
  if (type === 'block' ? html === undefined : content === undefined) throw invalid("content can't be blank")
  const now = state.now()
  const snippet: Snippet = {
    id: state.newId('snippet'),
    name,
    type,
    archived: false,
    key: freeKey(state, name),
    createdAt: now,
    updatedAt: now,
    content: content ?? '',
    documentId: state.newId('document'),
    html: html ?? null,
    version: 1,
  }
  state.snippets.set(snippet.id, snippet)
  return created({ snippet: snippetAnswer(snippet, true) })
}

/** PUT /v4/snippets/{id}: the type stays, and so does the key. */
export function updateSnippet(request: KitRequest, { state }: KitAccount): Answer {
  const snippet = snippetOf(request, state)
  const { input } = request
  const content = nullableText(input, 'content')
  const html = readHtml(input)
  const otherBody = snippet.type === 'inline' ? html : content
  if ((input.snippet_type !== undefined && input.snippet_type !== snippet.type) || otherBody !== undefined)
    throw invalid('snippet_type cannot be changed')
  const next: Snippet = {
    ...snippet,
    ...(input.name === undefined ? {} : { name: requiredName(input) }),
    archived: flag(input, 'archived', snippet.archived),
    content: content ?? snippet.content,
    html: html ?? snippet.html,
    updatedAt: state.now(),
  }
  state.snippets.set(next.id, next)
  return ok({ snippet: snippetAnswer(next, true) })
}

function snippetOf(request: KitRequest, state: KitState): Snippet {
  const snippet = state.snippets.get(pathId(request, 'id'))
  if (snippet === undefined) throw notFound()
  return snippet
}

function requiredName(input: Input): string {
  const name = typeof input.name === 'string' ? input.name.trim() : ''
  if (name === '') throw invalid("name can't be blank")
  return name
}

function readHtml(input: Input): string | null | undefined {
  const attributes = asRecord(input.document_attributes)
  return attributes === undefined ? undefined : nullableText(attributes, 'value_html')
}

function freeKey(state: KitState, name: string): string {
  const taken = new Set([...state.snippets.values()].map((snippet) => snippet.key))
  const plain = asciiWords(name).replaceAll('_', '-') || 'snippet'
  if (!taken.has(plain)) return plain
  for (let number = 2; ; number++) if (!taken.has(`${plain}-${number}`)) return `${plain}-${number}`
}

function snippetAnswer(snippet: Snippet, withContent: boolean) {
  const document = {
    id: snippet.documentId,
    value: null,
    value_html: snippet.html,
    value_plain: null,
    version: snippet.version,
  }
  return {
    id: snippet.id,
    name: snippet.name,
    snippet_type: snippet.type,
    archived: snippet.archived,
    key: snippet.key,
    created_at: isoSeconds(snippet.createdAt),
    updated_at: isoSeconds(snippet.updatedAt),
    ...(withContent ? { content: snippet.content, document } : {}),
  }
}
