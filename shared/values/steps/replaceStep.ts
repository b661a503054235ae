import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js'
import { AppError } from '../../errors.ts'
import type { TransformStep } from '../../model.ts'
import type { Step } from './step.ts'

type ReplaceTransform = Extract<TransformStep, { readonly step: 'replace' }>

/**
 * Replaces every place where a text or a pattern is found. Patterns are those of RE2: the time they take grows with the
 * text and never faster, so that no pattern can hold up a file of a million rows.
 * @throws AppError `invalid-input` for a pattern that can't be used
 */
export function replaceStep({ find, with: by, pattern }: ReplaceTransform): Step {
  if (find === '') return (text) => text
  // A function, so that a `$` of the replacement is nothing but a dollar.
  if (!pattern) return (text) => (text.includes(find) ? text.replaceAll(find, () => by) : text)
  const compiled = compilePattern(find)
  return remembered((text) => {
    const matcher = compiled.matcher(text)
    return matcher.find() ? matcher.replaceAll(by) : text
  })
}

/** Why a pattern can't be used, as a sentence; `null` where it can. */
export function patternProblem(pattern: string): string | null {
  try {
    compilePattern(pattern)
    return null
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

const longestPattern = 1000

function compilePattern(pattern: string): RE2JS {
  if (pattern.length > longestPattern)
    throw new AppError('invalid-input', `A pattern may have ${longestPattern} characters. Make it shorter.`)
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    throw new AppError('invalid-input', `The pattern ${pattern} can't be used: ${reasonOf(pattern, error)}`, {
      cause: error,
    })
  }
}

function reasonOf(pattern: string, error: RE2JSException): string {
  if (/\(\?(?:[=!]|<[=!])/.test(pattern))
    return 'it looks ahead or behind, with (?= or alike, which could take for ever. Write what is to be found, and keep parts of it as $1.'
  if (/\\[1-9]/.test(pattern))
    return 'it refers back to what it found, with \\1 or alike, which could take for ever. Write it without.'
  const description = error instanceof RE2JSSyntaxException ? error.getDescription() : error.message
  return syntaxWords.find(([words]) => description.includes(words))?.[1] ?? `${description}.`
}

const syntaxWords: readonly (readonly [string, string])[] = [
  ['missing closing )', 'a bracket ( is not closed. For the sign itself write \\(.'],
  ['unexpected )', 'a bracket ) closes nothing. For the sign itself write \\).'],
  ['missing closing ]', 'a bracket [ is not closed. For the sign itself write \\[.'],
  ['missing argument to repetition', 'a * + or ? repeats nothing. For the sign itself write a \\ before it.'],
  ['invalid repeat count', 'it repeats something more than 1,000 times.'],
  ['invalid character class range', 'a range in [ ] runs backwards: write the lower end first.'],
  ['trailing backslash', 'it ends with a \\. For the sign itself write two.'],
  ['invalid escape sequence', 'a \\ stands before a letter that means nothing after it.'],
]

const mostRemembered = 2000
const longestRemembered = 60

/** Columns hold the same texts over and over, and a pattern takes some microseconds each time. */
function remembered(step: (text: string) => string): Step {
  const known = new Map<string, string>()
  return (text) => {
    if (text.length > longestRemembered) return step(text)
    const before = known.get(text)
    if (before !== undefined) return before
    const made = step(text)
    if (known.size < mostRemembered) known.set(text, made)
    return made
  }
}
