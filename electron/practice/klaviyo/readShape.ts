import type { z } from 'zod'
import type { Problem } from './errors.ts'
import { invalid } from './errors.ts'
import { isJsonObject } from './json.ts'

type Path = readonly PropertyKey[]

/**
 * Holds a body against its shape.
 * @throws Refusal 400 with everything that is wrong, each at its JSON pointer
 */
export function readShape<Body>(shape: z.ZodType<Body>, body: unknown): Body {
  const result = shape.safeParse(body)
  if (result.success) return result.data
  throw invalid(...result.error.issues.flatMap((issue) => problemsOf(issue, body)))
}

function problemsOf(issue: z.core.$ZodIssue, body: unknown): readonly Problem[] {
  const { path } = issue
  const at = (more: Path) => ({ pointer: pointerTo([...path, ...more]) })
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      detail: `'${key}' is not a valid field for the resource '${resourceAt(path, body)}'.`,
      source: at([key]),
    }))
  const isMissing = issue.code !== 'custom' && valueAt(path, body) === undefined
  if (isMissing)
    return [
      {
        detail: `'${nameOf(path.at(-1))}' is a required field for the resource '${resourceAt(path.slice(0, -1), body)}'.`,
        source: at([]),
      },
    ]
  return [{ detail: issue.message, source: at([]) }]
}

/** `/data/attributes/profiles/data/0/attributes/email` */
export function pointerTo(path: Path): string {
  return path.map((part) => `/${nameOf(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')
}

function nameOf(part: PropertyKey | undefined): string {
  return part === undefined ? 'body' : String(part)
}

/** What a place in the body belongs to: the object it is named after, or the type of its resource. */
function resourceAt(path: Path, body: unknown): string {
  const name = nameOf(path.at(-1))
  const isPart = name === 'body' || name === 'data' || name === 'attributes' || /^\d+$/.test(name)
  if (!isPart) return name
  for (let end = path.length; end >= 0; end--) {
    const owner = valueAt(path.slice(0, end), body)
    if (isJsonObject(owner) && typeof owner.type === 'string') return owner.type
  }
  return 'document'
}

function valueAt(path: Path, body: unknown): unknown {
  let value = body
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Readonly<Record<PropertyKey, unknown>>)[part]
  }
  return value
}
