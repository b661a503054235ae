import type { PersonDetail, PersonView } from '../../../shared/contract/people.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'
import { exitCodes } from '../exitCode.ts'
import type { Output } from '../output.ts'
import { type Session, withSession } from '../session.ts'
import { table } from '../table.ts'
import { count, counted, when } from '../words.ts'

/** Of so many people everything is told; of more only who they are. */
const toldWhole = 6
const listed = 50

/** `listferry find PERSON`: what this computer knows of someone, at every account, and their history in all runs. */
export async function findCommand(output: Output, text: string): Promise<number> {
  return withSession(output, {}, async (session) => {
    const { client } = session
    const { total, people } = await client.people.search({
      text,
      connection: null,
      left: null,
      audience: null,
      offset: 0,
      limit: listed,
    })
    const names = new Map((await client.people.mirrors({})).map(({ connection, name }) => [connection, name]))
    const nameOf = ({ connection }: PersonView) => names.get(connection) ?? ''
    if (total === 0) {
      output.result({ total, people }, () => '')
      output.note(
        `Nobody is found by “${text}” in what this computer knows of your accounts. Read an account anew to be sure, since it may know them by now: listferry read --to ACCOUNT`,
      )
      return exitCodes.notFound
    }
    const exact = people.filter(({ email }) => email !== null && foldEmail(email) === foldEmail(text))
    const told = exact.length > 0 ? exact : people
    if (told.length > toldWhole || total > people.length) {
      output.result({ total, people }, () => listWords(people, total, nameOf, output.width))
      return exitCodes.done
    }
    const details = await Promise.all(told.map((one) => detailOf(session, one)))
    output.result({ total, people: details }, () =>
      details.map((one) => personWords(one, nameOf(one), output.width)).join('\n\n'),
    )
    return exitCodes.done
  })
}

function detailOf({ client }: Session, { connection, remoteId }: PersonView): Promise<PersonDetail> {
  return client.people.get({ connection, remoteId })
}

function listWords(
  people: readonly PersonView[],
  total: number,
  nameOf: (person: PersonView) => string,
  width: number,
): string {
  const rows = people.map((one) => [
    one.email ?? one.phone ?? '',
    one.name ?? '',
    nameOf(one),
    one.left ?? one.state,
  ])
  const more =
    total > people.length
      ? `\n\nThe first ${count(people.length)} of ${counted(total, 'person', 'people')}.`
      : ''
  return `${table(rows, width)}${more}`
}

function personWords(person: PersonDetail, account: string, width: number): string {
  const facts: [string, string][] = [
    ['Name', person.name ?? ''],
    ['State', person.left === null ? person.state : `${person.state} (${person.left})`],
    ['Phone', person.phone ?? ''],
    ['External id', person.externalId ?? ''],
    ['Known since', person.createdAt === null ? '' : when(person.createdAt)],
    ['In', person.audiences.map(({ kind, name }) => `${kind} “${name}”`).join(', ')],
    ...person.fields.map(({ label, value }): [string, string] => [
      label,
      value === null ? '' : String(value),
    ]),
  ]
  const history = person.history.map(({ run, row, outcome, at, source }) => [
    `    ${when(at)}`,
    `run ${run}, row ${count(row)}`,
    outcome,
    source,
  ])
  const runs = history.length === 0 ? '  In no run.' : `  In runs, newest first:\n${table(history, width)}`
  const given = facts.filter(([, value]) => value !== '').map(([label, value]) => [`    ${label}`, value])
  return `${person.email ?? person.phone ?? person.remoteId} · ${account}\n${table(given, width)}\n${runs}`
}
