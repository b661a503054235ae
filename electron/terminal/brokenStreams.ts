import { exitCodes } from './exitCode.ts'

/**
 * A reader that went away (`listferry runs | head -1`) is no failure: the command does its work, a run is sent to its
 * end, and its own exit code stands. Output that is lost for another reason (a full disk) must not look like success.
 */
export function endureBrokenStreams(): void {
  let lost: Error | null = null
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // Windows says EOF.
      if (error.code !== 'EPIPE' && error.code !== 'EOF') lost = error
    })
  process.on('exit', (code) => {
    if (lost === null) return
    process.stderr.write(
      `The output could not be written (${lost.message}). Look at it again: listferry runs\n`,
    )
    if (code === exitCodes.done) process.exitCode = exitCodes.tryAgain
  })
}
