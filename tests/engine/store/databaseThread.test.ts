import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../electron/engine/store/database.ts'
import { databaseThread, threadDataFor } from '../../../electron/engine/store/databaseThread.ts'
import { planWriterBeside } from '../../../electron/engine/store/planWriter.ts'
import { planStore } from '../../../electron/engine/store/plans.ts'
import type { PlanId } from '../../../shared/model.ts'
import { temporaryFolder } from '../../support/csvFixtures.ts'

function openInFile() {
  const db = openDatabase(join(temporaryFolder(), 'listferry.sqlite'))
  onTestFinished(() => db.close())
  return db
}

test('a thread on the database says what went wrong there, again to whoever asks after that, and ends', async () => {
  const db = openInFile()
  const writer = planWriterBeside(db, planStore(db), 999 as PlanId)
  const row = { row: 1, kind: 'create', email: 'a@example.org', identity: 'a@example.org' } as const
  await writer.add([{ ...row, reason: null, warning: null, remoteId: null, cursor: null, changes: [] }])
  const failure = { code: 'bug', message: expect.stringMatching(/FOREIGN KEY/) as string }
  await expect(writer.end()).rejects.toMatchObject(failure)
  await expect(writer.end()).rejects.toMatchObject(failure)
  await writer.close()
  // What it began is undone, and it keeps nobody out.
  expect(db.prepare('SELECT count(*) AS n FROM plan_row').get()).toEqual({ n: 0 })
  db.exec('BEGIN IMMEDIATE; ROLLBACK')
})

test('a thread on the database that can’t even start says so', async () => {
  const data = threadDataFor(openInFile(), null)
  if (data === null) throw new Error('a database in a file')
  const thread = databaseThread<null, string, string>(new URL('./noSuchWorker.ts', import.meta.url), data)
  await expect(thread.ask('anything')).rejects.toMatchObject({
    code: 'bug',
    message: expect.stringMatching(/stopped unexpectedly/) as string,
  })
  await thread.close()
})
