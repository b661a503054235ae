import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { type RunningPractice, startPractice } from '../../../electron/practice/startPractice.ts'
import { answerConsent } from '../../support/consent.ts'
import { desktopArgs } from '../support/desktop.ts'
import { desktopTest } from '../support/desktopTest.ts'

const electron = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '', 'electron')

/** A code is good for ten minutes, which a hurried account lives through before it is brought back. */
const unhurried = desktopTest.extend<{ practice: RunningPractice }>({
  practice: async ({}, use) => {
    const practice = await startPractice({ speed: 10, lagMs: 0 })
    await use(practice)
    await practice.close()
  },
})

unhurried(
  'a sign-in comes back by its own address, as the system hands it over; a foreign one is not taken',
  async ({ desktop, env }) => {
    /** The system starts the program once more with the address; the one that runs gets it. */
    const handOver = async (address: string) => {
      const [open, main, root] = desktopArgs([])
      const second = spawn(electron, [open ?? '', main ?? '', root ?? '', address], { env, stdio: 'ignore' })
      await once(second, 'exit')
    }
    const { connections } = desktop.client
    const { signIn, authorizeUrl, how } = await connections.beginSignIn({ service: 'kit', form: 'oauth' })
    expect(how).toBe('returns')
    const asked = new URL(authorizeUrl).searchParams
    expect(asked.get('redirect_uri')).toBe('listferry://oauth/kit')
    const back = await answerConsent(authorizeUrl)
    expect(back).toMatch(/^listferry:\/\/oauth\/kit\?/)

    const foreign = new URL(back)
    foreign.searchParams.set('state', 'somebody-elses')
    await handOver(foreign.href)
    expect(await connections.list({})).toEqual([])

    const connected = connections.awaitSignIn({ signIn })
    await handOver(back)
    expect((await connected).connection).toMatchObject({ service: 'kit', wayIn: { id: 'oauth' } })
  },
)

desktopTest('a query runs in a process of its own, and is ended there', async ({ desktop }) => {
  const { queries } = desktop.client
  // The process says so itself: it was started, and answers.
  const first = await desktop.call('queries.run', { sql: 'SELECT count(*) FROM people' })
  if ('error' in first) {
    expect(first.error.message).toContain('a SQLite that can’t keep a query from writing')
    desktopTest.skip(true, 'this Electron’s SQLite has no authorizer, so queries are refused in it')
  }
  const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n'
  await expect(queries.run({ sql: endless, timeLimitMs: 1000 })).rejects.toThrow('was stopped')
  expect((await queries.run({ sql: 'SELECT 1' })).rows).toBe(1)
})
