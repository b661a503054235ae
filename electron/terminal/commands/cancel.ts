import { AppError } from '../../../shared/errors.ts'
import { confirm } from '../askSecret.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { receiptWords } from '../receiptWords.ts'
import { runNumber } from '../runNumber.ts'
import { withSession } from '../session.ts'
import { counted } from '../words.ts'

export interface CancelOptions {
  readonly yes?: boolean
}

/** `listferry cancel RUN`: ends a run for good that stopped, so that what it wrote can be taken back. */
export async function cancelCommand(
  output: Output,
  runText: string,
  { yes = false }: CancelOptions,
): Promise<number> {
  const run = runNumber(runText)
  if (!yes && !process.stdin.isTTY)
    throw new AppError('invalid-input', 'Nothing was ended: without a terminal to ask on, say --yes.')
  return withSession(output, {}, async ({ client, signal }) => {
    const { outcomes } = await client.runs.receipt({ run }, signal)
    const left = counted(outcomes['not-sent'], 'row')
    const question = `End run ${run} for good? ${left} that did not go out will not go.`
    if (!yes && !(await confirm(question, signal)))
      throw new AppError('cancelled', `Run ${run} is as it was, and can go on.`)
    await client.runs.cancel({ run }, signal)
    const receipt = await client.runs.receipt({ run }, signal)
    output.result(receipt, () => receiptWords(receipt))
    return exitCodes.done
  })
}
