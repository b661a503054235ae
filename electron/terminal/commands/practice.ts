import { once } from 'node:events'
import { AppError } from '../../../shared/errors.ts'
import { startPractice } from '../../practice/startPractice.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'

export interface PracticeOptions {
  readonly port: string
  readonly speed: string
  readonly lag?: string
}

/** `listferry practice`: a Kit on this computer, until Ctrl-C. */
export async function practiceCommand(output: Output, options: PracticeOptions): Promise<number> {
  const practice = await startPractice({
    port: wholeNumber('--port', options.port, 0, 65_535),
    speed: wholeNumber('--speed', options.speed, 1, 10_000),
    ...(options.lag !== undefined && { lagMs: wholeNumber('--lag', options.lag, 0, 600_000) }),
  })
  const { address, kit } = practice
  const [key] = kit.keys
  output.result({ address, kit: { key } }, () =>
    [
      `Practice Kit at ${address} (what it has, and how to make it fail: ${address}/practice)`,
      `API key: ${key ?? ''}`,
      `Connect to it: echo ${key ?? ''} | LISTFERRY_KIT_URL=${address} npx listferry connect kit`,
      'Nobody real is in it, and everything is forgotten when it ends. Ctrl-C ends it.',
    ].join('\n'),
  )
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await practice.close()
  return exitCodes.done
}

function wholeNumber(option: string, text: string, min: number, max: number): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= min && number <= max) return number
  throw new AppError('invalid-input', `${option} "${text}" is not a whole number from ${min} to ${max}.`)
}
