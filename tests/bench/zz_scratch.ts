import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeLines } from '../support/peopleFile.ts'
import { startSimulation } from './simulatedAccounts.ts'
import { twoTags } from './kitRun.ts'
const folder = mkdtempSync(join(tmpdir(), 'zz-'))
const there = await startSimulation(folder, 'kit by signing in')
const rows = 10_000
const path = join(folder, 'people.csv')
writeLines(path, 'Email,City,Company,Role', rows, (n) => `bulk.person.${n}@example.org,City ${n % 90},Company ${n},Role ${n % 7}`)
const plan = await there.plan(path, { audiences: twoTags })
await there.clock.advance(60_000)
there.kit.faults.add({ kind: 'expire-token', path: '/v4/bulk/*', skip: 300, times: 1 })
if (process.argv[2] === 'lost') there.kit.faults.add({ kind: 'lose-refresh-answer', times: 1 })
const done = await there.run(plan, async (b) => { console.log('stopped', there.clock.monotonic(), b); await there.signIn(); console.log('signed in', there.clock.monotonic()) })
const t0 = done.requests[0]!.at
let last = t0
done.requests.forEach((r, i) => {
  if (i < 3 || i > done.requests.length - 12 || (i > 290 && i < 345) || r.at - last > 150) console.log(i, Math.round(r.at - t0), '+' + Math.round(r.at - last), r.method, r.path, r.status)
  last = r.at
})
console.log(t0, done.requests.length, done.tookMs, last - t0)
await there.close()
