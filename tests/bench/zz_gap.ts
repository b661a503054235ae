import { Session } from 'node:inspector/promises'
import { mkdtempSync, rmSync } from 'node:fs'
import { openPlannedMirror } from './plannedMirror.ts'
const folder = mkdtempSync('/tmp/z/plan-')
const rows = Number(process.argv[2] ?? 300_000)
const there = openPlannedMirror(folder, 10)
const people = await there.stage(rows, null)
const session = new Session(); session.connect()
await session.post('Profiler.enable'); await session.post('Profiler.setSamplingInterval', { interval: 1000 }); 
let over = false, last = performance.now()
const gaps: [number, number][] = []
const look = () => { const now = performance.now(); if (now - last > 25) gaps.push([last, now]); last = now; if (!over) setImmediate(look) }
await session.post('Profiler.start')
const t0 = performance.now()
last = t0
setImmediate(look)
await people.plan()
over = true
const t1 = performance.now()
const { profile } = await session.post('Profiler.stop')
console.log('took', Math.round(t1 - t0), 'gaps', gaps.length)
const byId = new Map(profile.nodes.map((n) => [n.id, n]))
const parent = new Map<number, number>()
for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id)
const name = (id: number) => { const n = byId.get(id)!; return n.callFrame.functionName + ' ' + n.callFrame.url.split('/').slice(-1)[0] + ':' + (n.callFrame.lineNumber + 1) }
const startUs = profile.startTime
// profile times are in us of the monotonic clock; align by total
let t = startUs
const offset = startUs / 1000 - t0
for (const [a, b] of gaps.slice(0, 400).sort((x, y) => (y[1] - y[0]) - (x[1] - x[0])).slice(0, 8)) {
  const self = new Map<string, number>()
  let at = startUs
  profile.samples!.forEach((id, i) => { at += profile.timeDeltas![i]!; const ms = at / 1000 - offset; if (ms >= a && ms <= b) { let k = name(id); if (/^(all|run|get|exec|parse|stringify|\(garbage)/.test(k)) k += ' < ' + name(parent.get(id) ?? id) + ' < ' + name(parent.get(parent.get(id) ?? id) ?? id); self.set(k, (self.get(k) ?? 0) + profile.timeDeltas![i]! / 1000) } })
  console.log(Math.round(a - t0), '+', Math.round(b - a), [...self].sort((x, y) => y[1] - x[1]).slice(0, 4).map(([k, v]) => `${Math.round(v)} ${k}`).join(' | '))
}
there.close(); rmSync(folder, { recursive: true })
