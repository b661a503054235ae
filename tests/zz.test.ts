import { it } from 'vitest'
import { planOf, startTestEngine } from './support/testEngine.ts'
import { startPractice } from '../electron/practice/startPractice.ts'
it('x', async () => {
  const practice = await startPractice({ speed: 1000, lagMs: 0 })
  const n = Number(process.env.N ?? 200000)
  const e = await startTestEngine({ practice })
  const tag = { audiences: [{ kind: 'tag' as const, name: 'Never used' }] }
  const klaviyo = process.env.K === '1'
  let conn = 'Bakery'
  const csv = ['Email,First name,City', ...Array.from({length: n}, (_, i) => `person${i}@example.org,First${i},Ósló ${i % 100}`)].join('\n')
  let t = performance.now()
  const plan = await planOf(e, csv, tag, 'p.csv', conn)
  console.log('make', performance.now() - t, plan.counts)
  const lag: number[] = []
  const ping = setInterval(() => { const s = performance.now(); setImmediate(() => lag.push(performance.now() - s)) }, 10)
  let last = performance.now(); const gaps: number[] = []
  const gap = setInterval(() => { const now = performance.now(); gaps.push(now - last - 10); last = now }, 10)
  const time = async (name: string, f: () => Promise<unknown>) => { gaps.length = 0; last = performance.now(); const s = performance.now(); const r = await f(); console.log(name.padEnd(40), (performance.now() - s).toFixed(1), 'gap', Math.max(0, ...gaps).toFixed(0), Array.isArray(r) ? r.length : typeof r === 'number' ? r : '') }
  const rows = (search: string, offset = 0, kind: 'create' | null = null) => e.client.plans.rows({ plan: plan.id, kind, search, offset, limit: 100 })
  for (let k = 0; k < 2; k++) {
  await time('search rare', () => rows('person199999@'))
  await time('search common', () => rows('oslo'))
  await time('search common deep', () => rows('oslo', 150000))
  await time('search none', () => rows('zzzzzz'))
  await time('count common', () => e.client.plans.countRows({ plan: plan.id, kind: null, search: 'oslo' }))
  await time('count kind+search', () => e.client.plans.countRows({ plan: plan.id, kind: 'create', search: 'first1' }))
  await time('rows deep kind', () => rows('', 190000, 'create'))
  await time('rows 500', () => e.client.plans.rows({ plan: plan.id, kind: null, offset: 100000, limit: 500 }))
  }
  await time('parts', () => e.client.plans.parts({ plan: plan.id }))
  await time('tick one row', () => e.client.plans.tick({ plan: plan.id, on: false, row: 5 }))
  await time('tick one row', () => e.client.plans.tick({ plan: plan.id, on: true, row: 5 }))
  await time('tick field off all', async () => e.client.plans.tick({ plan: plan.id, on: false, field: 'first_name' }))
  await time('tick field on all', async () => e.client.plans.tick({ plan: plan.id, on: true, field: 'first_name' }))
  await time('tick kind off', async () => e.client.plans.tick({ plan: plan.id, on: false, kind: 'create' }))
  await time('search common', () => rows('oslo'))
  await time('tick kind on', async () => e.client.plans.tick({ plan: plan.id, on: true, kind: 'create' }))
  clearInterval(ping); clearInterval(gap)
  await e.close(); await practice.close()
}, 300000)
