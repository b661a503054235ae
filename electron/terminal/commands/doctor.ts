import { preflight } from '../../preflight.ts'
import { toWire } from '../../../shared/errors.ts'
import { dataFolder } from '../../dataFolder.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { type Session, withSession } from '../session.ts'
import { table } from '../table.ts'
import { accountWords } from '../words.ts'

interface Check {
  readonly what: string
  readonly ok: boolean
  readonly words: string
}

/** `listferry doctor`: what this computer and these accounts can do, each with what to do where it can't. */
export async function doctorCommand(output: Output): Promise<number> {
  const checks = [nodeCheck(), ...overrideChecks(), ...(await engineChecks(output))]
  output.result(checks, () =>
    table(
      checks.map(({ what, ok, words }) => [ok ? 'ok' : 'PROBLEM', what, words]),
      output.width,
    ),
  )
  return checks.every(({ ok }) => ok) ? exitCodes.done : exitCodes.tryAgain
}

function nodeCheck(): Check {
  const problem = preflight()
  return { what: 'Node.js', ok: problem === null, words: problem ?? process.versions.node }
}

function overrideChecks(): Check[] {
  const names = ['LISTFERRY_KIT_URL', 'LISTFERRY_KLAVIYO_URL']
  return names.flatMap((name) => {
    const value = process.env[name]
    return value
      ? [{ what: name, ok: true, words: `requests go to ${value} instead of the real service` }]
      : []
  })
}

async function engineChecks(output: Output): Promise<Check[]> {
  try {
    const folder = dataFolder(process.env)
    return await withSession(output, {}, async (session) => [
      { what: 'Data folder', ok: true, words: folder },
      {
        what: 'Keychain',
        ok: session.vaultWarning === null,
        words: session.vaultWarning ?? 'keys are kept there',
      },
      ...(await runChecks(session)),
      ...(await connectionChecks(session)),
    ])
  } catch (error) {
    return [{ what: 'Engine', ok: false, words: toWire(error).message }]
  }
}

async function runChecks({ client }: Session): Promise<Check[]> {
  const interrupted = (await client.runs.list({})).filter((run) => run.interrupted)
  return interrupted.map(({ id, source }) => ({
    what: `Run ${id}`,
    ok: false,
    words: `${source} was interrupted. Go on with it: listferry resume ${id}`,
  }))
}

async function connectionChecks({ client, signal }: Session): Promise<Check[]> {
  const checks: Check[] = []
  for (const connection of await client.connections.list({})) {
    const { name, serviceTitle, practice, secretKept } = connection
    const what = accountWords(serviceTitle, name, practice)
    if (!secretKept) {
      checks.push({ what, ok: false, words: keyWords })
      continue
    }
    try {
      const { account } = await client.connections.test({ connection: name }, signal)
      checks.push({ what, ok: true, words: `signed in as ${account.name}` })
    } catch (error) {
      checks.push({ what, ok: false, words: toWire(error).message })
    }
  }
  return checks
}

const keyWords = 'Its key is not kept here. Add --secret-stdin to plan, run and resume, and give it there.'
