import { contract, type CallName, type Handlers } from '../../../shared/contract/contract.ts'
import type { Call } from '../../../shared/contract/call.ts'
import { AppError, toWire, type WireError } from '../../../shared/errors.ts'
import { inWords } from '../store/storageError.ts'

/** What every transport carries back: only a message survives a throw across a thread or a process. */
export type Answer = { readonly ok: unknown } | { readonly error: WireError }

type AnyHandler = (input: unknown, signal: AbortSignal) => Promise<unknown>

/** Parses the input of one call, once, and answers it. Never throws. */
export async function dispatch(
  handlers: Handlers,
  name: CallName,
  input: unknown,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const [group = '', call = ''] = name.split('.')
    const definition = entry(contract, group, call) as Call | undefined
    const handler = entry(handlers, group, call) as AnyHandler | undefined
    if (!definition || !handler) throw new AppError('bug', `There is no call “${name}”.`)
    return { ok: await handler(parsed(definition, name, input), signal) }
  } catch (error) {
    return { error: toWire(inWords(error)) }
  }
}

function entry(groups: object, group: string, call: string): unknown {
  const calls = Object.hasOwn(groups, group) ? (groups as Record<string, object>)[group] : undefined
  return calls && Object.hasOwn(calls, call) ? (calls as Record<string, unknown>)[call] : undefined
}

function parsed(definition: Call, name: string, input: unknown): unknown {
  const result = definition.input.safeParse(input)
  if (result.success) return result.data
  const issues = result.error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`)
  throw new AppError(
    'invalid-input',
    `The call ${name} was not understood (${issues.join('; ')}). Nothing was changed.`,
  )
}
