import { AppError } from '../../shared/errors.ts'
import type { TemplatePart } from '../../shared/model.ts'

/**
 * `{First name} {Last name}` as its parts; `{{` is a brace. A single part of text is a constant. Pure.
 * @throws AppError `invalid-input` for a brace without its partner, and what `columnNamed` throws.
 */
export function parseTemplate(text: string, columnNamed: (name: string) => number): TemplatePart[] {
  const parts: TemplatePart[] = []
  let fixed = ''
  const flush = () => {
    if (fixed !== '') parts.push({ text: fixed })
    fixed = ''
  }
  for (let at = 0; at < text.length;) {
    const braces = text.slice(at, at + 2)
    if (braces === '{{') {
      fixed += '{'
      at += 2
    } else if (text[at] === '{') {
      const end = text.indexOf('}', at)
      if (end < 0) throw unclosed(text)
      flush()
      parts.push({ column: columnNamed(text.slice(at + 1, end)) })
      at = end + 1
    } else {
      fixed += text.charAt(at)
      at += 1
    }
  }
  flush()
  return parts
}

function unclosed(text: string): AppError {
  return new AppError(
    'invalid-input',
    `“${text}” has a { without a }. Columns are named as in {First name}; for a brace itself write {{.`,
  )
}
