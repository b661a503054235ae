import type { ReadBackRowView } from '../../../shared/contract/runs.ts'
import { chooseConnection } from '../chooseConnection.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { readBackWords } from '../readBackWords.ts'
import { runNumber } from '../runNumber.ts'
import { withSession } from '../session.ts'

export interface VerifyOptions {
  readonly rows: number
  readonly secretStdin?: boolean
}

/** `listferry verify RUN`: what the account shows of what a run wrote. */
export async function verifyCommand(
  output: Output,
  runText: string,
  options: VerifyOptions,
): Promise<number> {
  const run = runNumber(runText)
  return withSession(output, options, async (session) => {
    const { client, signal } = session
    const { connection: to } = await client.runs.get({ run }, signal)
    await chooseConnection(session, { ...options, to })
    output.progress('sending', 'Reading back what was written…')
    const { readBack } = await client.runs.verify({ run }, signal).finally(() => output.progressEnd())
    const differs: readonly ReadBackRowView[] =
      options.rows === 0
        ? []
        : await client.runs.readBack({ run, kind: 'differs', afterRow: 0, limit: options.rows }, signal)
    output.result({ ...readBack, rows: differs }, () => readBackWords(readBack, differs).join('\n'))
    return exitCodes.done
  })
}
