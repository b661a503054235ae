import { once } from 'node:events'
import { startPractice } from '../../practice/startPractice.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'

export interface PracticeOptions {
  readonly port: number
  readonly speed: number
  readonly lag?: number
}

/** `listferry practice`: a Kit on this computer, until Ctrl-C. */
export async function practiceCommand(output: Output, options: PracticeOptions): Promise<number> {
  const practice = await startPractice({
    port: options.port,
    speed: options.speed,
    ...(options.lag !== undefined && { lagMs: options.lag }),
  })
  const { address, kit } = practice
  const [key] = kit.keys
  output.result({ address, kit: { key } }, () =>
    [
      `Practice Kit at ${address}`,
      `What it has, and how to make it fail: ${address}/practice`,
      `API key: ${key ?? ''}`,
      'Connect to it, in another terminal:',
      '',
      `    echo ${key ?? ''} | LISTFERRY_KIT_URL=${address} npx listferry connect kit`,
      '',
      'Nobody real is in it, and everything is forgotten when it ends. Ctrl-C ends it.',
    ].join('\n'),
  )
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await practice.close()
  return exitCodes.done
}
