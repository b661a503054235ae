import { Session } from 'node:inspector/promises'
import { mkdtempSync, rmSync } from 'node:fs'
import { openPlannedMirror } from './plannedMirror.ts'
const folder = mkdtempSync('/tmp/z/plan-')
const contacts = Number(process.argv[2] ?? 200_000)
const there = openPlannedMirror(folder, contacts)
if (process.env.PRAG) there.db.exec(process.env.PRAG)
const every = process.argv[3] === 'same' ? null : 10
const people = await there.stage(contacts, every)
const cpu = () => { const { user, system } = process.threadCpuUsage(); return (user + system) / 1000 }
const run = async () => {
  globalThis.gc?.()
  const c = cpu(), s = performance.now()
  await people.plan()
  console.log('took', Math.round(performance.now() - s), 'cpu', Math.round(cpu() - c))
  there.db.exec('DELETE FROM plan')
}
for (let k = 0; k < 9; k++) await run()
if (process.argv[4] !== 'noprof') {
const session = new Session(); session.connect()
await session.post('Profiler.enable'); await session.post('Profiler.setSamplingInterval', { interval: 300 }); await session.post('Profiler.start')
await people.plan()
const { profile } = await session.post('Profiler.stop')
const self = new Map<string, number>()
const byId = new Map(profile.nodes.map((n) => [n.id, n]))
const parent = new Map<number, number>()
for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id)
const name = (id: number) => { const n = byId.get(id)!; return n.callFrame.functionName + ' ' + n.callFrame.url.split('/').slice(-1)[0] + ':' + (n.callFrame.lineNumber + 1) }
const d = profile.timeDeltas!
let total = 0
profile.samples!.forEach((id, i) => { let k = name(id); if (/^(all|run|get|exec|parse|stringify) /.test(k)) k += ' < ' + name(parent.get(id) ?? id); self.set(k, (self.get(k) ?? 0) + d[i]! / 1000); total += d[i]! / 1000 })
console.log(Math.round(total)); console.log([...self].sort((a, b) => b[1] - a[1]).slice(0, 40).map(([k, v]) => Math.round(v) + ' ms ' + k).join('\n'))
}
there.close(); rmSync(folder, { recursive: true })
