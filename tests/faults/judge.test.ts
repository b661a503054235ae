import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeProfile } from '../../electron/practice/klaviyo/removeProfile.ts'
import type { Receipt, RunRowView } from '../../shared/contract/runs.ts'
import { judge, type Verdict } from './judge.ts'
import { type Lab, type LabBench, nothingUsual, openBench, openLab } from './lab.ts'
import { emailOf, fileRows } from './peopleFile.ts'
import { tableOf } from './table.ts'

/** The judge must be able to fail: each test does to a good run's account what a bad engine would have done. */
let kit: Played
let klaviyo: Played
beforeAll(async () => {
  kit = await played('kit')
  klaviyo = await played('klaviyo')
})
afterAll(async () => {
  for (const { lab, bench } of [kit, klaviyo]) {
    lab.close()
    await bench.close()
  }
})

interface Played {
  readonly bench: LabBench
  readonly lab: Lab
  readonly receipt: Receipt
  readonly rows: readonly RunRowView[]
}

async function played(service: 'kit' | 'klaviyo'): Promise<Played> {
  const bench = await openBench(service)
  const lab = openLab(bench, nothingUsual, 1)
  const engine = await lab.open()
  try {
    const plan = await lab.plan(engine)
    const receipt = await engine.client.runs.start({ plan: plan.id })
    const rows = await engine.client.runs.rows({ run: receipt.id, outcome: null, afterRow: 0, limit: 500 })
    return { bench, lab, receipt, rows }
  } finally {
    await engine.close()
  }
}

function verdictOn(
  { lab, receipt, rows }: Played,
  other: Partial<Pick<Played, 'receipt' | 'rows'>> = {},
): Verdict {
  return judge({ account: lab.account, people: lab.people, receipt, rows, ...other })
}

const clean = { lost: [], twice: [], resubscribed: [], wrongTotals: [] }
const subscriber = (email: string) => {
  const found = kit.bench.practice.kit.state.subscribers.byEmail(email)
  if (!found) throw new Error(`nobody is ${email}`)
  return found
}
const profile = (email: string) => {
  const found = klaviyo.bench.practice.klaviyo.state.profiles.byEmail(email)
  if (!found) throw new Error(`nobody is ${email}`)
  return found
}

describe('the judge of faults', () => {
  it('finds nothing wrong with a run that nothing went wrong with', () => {
    expect(verdictOn(kit)).toMatchObject(clean)
    expect(verdictOn(klaviyo)).toMatchObject(clean)
  })

  it('counts as lost who is said to be written and lacks a value, a membership, or is not there', () => {
    const { kit: practiceKit, klaviyo: practiceKlaviyo } = {
      ...kit.bench.practice,
      klaviyo: klaviyo.bench.practice.klaviyo,
    }
    const person = subscriber(emailOf('new', 0))
    practiceKit.state.subscribers.save({ ...person, firstName: 'Other' })
    expect(verdictOn(kit).lost).toEqual([
      expect.stringMatching(/new0.*said to be written.*first name is Other/),
    ])
    practiceKit.state.subscribers.save(person)

    const list = [...practiceKlaviyo.state.lists.values()].find(({ name }) => name === 'Nobody yet')
    list?.members.delete(profile(emailOf('joining', 1)).id)
    removeProfile(practiceKlaviyo.state, profile(emailOf('new', 5)).id)
    expect(verdictOn(klaviyo).lost).toEqual([
      expect.stringMatching(/joining1.*is not in “Nobody yet”/),
      expect.stringMatching(/new5.*nobody has the address/),
    ])
  })

  it('counts as lost who should have gone and whose outcome says otherwise, without an excuse', () => {
    const at = fileRows.findIndex(({ email }) => email === emailOf('changed', 0)) + 1
    const rows = kit.rows.map((row) => (row.row === at ? { ...row, outcome: 'not-sent' as const } : row))
    expect(verdictOn(kit, { rows }).lost).toEqual([expect.stringMatching(/changed0.*is not-sent/)])
    const excused = new Map([[emailOf('changed', 0), ['not-sent'] as const]])
    const { account, people } = kit.lab
    expect(judge({ account, people, receipt: kit.receipt, rows }, { excused }).lost).toEqual([])
  })

  it('counts second additions, creations, mails and needless writes', () => {
    const { tally } = kit.bench.practice.kit
    tally.count(subscriber(emailOf('new', 1)).id, 'sequenceRepeats')
    tally.count(subscriber(emailOf('new', 2)).id, 'formRepeats')
    tally.count(subscriber(emailOf('new', 3)).id, 'unchanged')
    tally.count(subscriber(emailOf('new', 4)).id, 'tagRepeats')
    expect(verdictOn(kit).twice).toEqual([
      expect.stringMatching(/new1.*sequence 2 times/),
      expect.stringMatching(/new2.*form 2 times/),
      expect.stringMatching(/new3.*written 2 times/),
    ])
    const { id } = profile(emailOf('new', 0))
    klaviyo.bench.practice.klaviyo.tally.count(id, 'mailsSent')
    klaviyo.bench.practice.klaviyo.tally.count(id, 'listAdds')
    expect(verdictOn(klaviyo).twice).toEqual([
      expect.stringMatching(/new0.*mailed 1 times/),
      expect.stringMatching(/new0.*list 2 times/),
    ])
  })

  it('counts whoever left and is back, was put anywhere, or was brought in against the file’s own column', () => {
    const { state } = kit.bench.practice.kit
    const back = subscriber('left.early@example.com')
    state.subscribers.save({ ...back, state: 'active' })
    const tagId = [...state.tags].find(([, { name }]) => name === 'Never used')?.[0] ?? 0
    for (const email of ['mailbox.full@example.net', 'gone.known@faults.example'])
      state.memberships.tag.put({
        id: 1,
        audienceId: tagId,
        subscriberId: subscriber(email).id,
        addedAt: 0,
        referrer: null,
      })
    kit.lab.account.arrange({ email: 'gone.new@faults.example', firstName: 'Gone', city: 'Oslo' })
    expect([...verdictOn(kit).resubscribed].sort()).toEqual([
      expect.stringMatching(/gone.known.*put into “Never used”/),
      expect.stringMatching(/gone.new.*was brought in/),
      expect.stringMatching(/left.early.*is subscribed/),
      expect.stringMatching(/mailbox.full.*put into “Never used”/),
    ])
  })

  it('counts totals that do not add up, and rows that are listed twice or not at all', () => {
    const { receipt, rows } = klaviyo
    const miscounted = {
      ...receipt,
      outcomes: { ...receipt.outcomes, written: receipt.outcomes.written - 1 },
    }
    expect(verdictOn(klaviyo, { receipt: miscounted }).wrongTotals).toHaveLength(2)
    expect(verdictOn(klaviyo, { rows: rows.slice(1) }).wrongTotals.length).toBeGreaterThan(0)
  })

  it('shows all of it in the table', () => {
    const result = { fault: 'a bad engine', service: 'kit' as const, runs: 1, verdicts: [verdictOn(kit)] }
    const table = tableOf([result], 7)
    expect(table).toMatch(/a bad engine +kit +1 +39 +0 +3 +4 +yes/)
    expect(table).toMatch(/kit, a bad engine: new1@faults\.example was added to the sequence 2 times/)
    expect(table).toMatch(/seed 7$/)
  })
})
