import type { Answer } from '../answer.ts'
import { isoSeconds, isoSecondsOrNull, notFound, ok } from './answers.ts'
import type { KitRequest } from './input.ts'
import { flag, pathId } from './input.ts'
import type { Post } from './model.ts'
import { newestFirst, paginate } from './pagination.ts'
import type { KitAccount } from './route.ts'

/** GET /v4/segments: made in Kit's own pages; the API only names them. */
export function listSegments({ input }: KitRequest, { state }: KitAccount): Answer {
  const { rows, pagination } = paginate(
    state.segments.values(),
    newestFirst((segment) => segment.id),
    input,
  )
  const segments = rows.map(({ id, name, createdAt }) => ({ id, name, created_at: isoSeconds(createdAt) }))
  return ok({ segments, pagination })
}

/** GET /v4/email_templates */
export function listEmailTemplates({ input }: KitRequest, { state }: KitAccount): Answer {
  const { rows, pagination } = paginate(
    state.emailTemplates.values(),
    newestFirst((template) => template.id),
    input,
  )
  const templates = rows.map(({ id, name, isDefault, category }) => ({
    id,
    name,
    is_default: isDefault,
    category,
  }))
  return ok({ email_templates: templates, pagination })
}

/** GET /v4/posts: `include_content` adds the page itself. */
export function listPosts({ input }: KitRequest, { state }: KitAccount): Answer {
  const { rows, pagination } = paginate(
    state.posts.values(),
    newestFirst((post) => post.id),
    input,
  )
  const withContent = flag(input, 'include_content')
  return ok({ posts: rows.map((post) => postAnswer(post, withContent)), pagination })
}

/** GET /v4/posts/{id} */
export function getPost(request: KitRequest, { state }: KitAccount): Answer {
  const post = state.posts.get(pathId(request, 'id'))
  if (post === undefined) throw notFound()
  return ok({ post: postAnswer(post, true) })
}

function postAnswer(post: Post, withContent: boolean) {
  return {
    id: post.id,
    publication_id: post.publicationId,
    created_at: isoSeconds(post.createdAt),
    title: post.title,
    slug: post.slug,
    description: null,
    meta_description: null,
    status: post.status,
    published_at: isoSecondsOrNull(post.publishedAt),
    sent_at: null,
    thumbnail_alt: null,
    thumbnail_url: null,
    is_paid: false,
    public_url: post.slug === null ? null : `https://practice.example/posts/${post.slug}`,
    ...(withContent ? { content: post.content } : {}),
  }
}
