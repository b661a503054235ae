import { Session } from 'node:inspector/promises'
import { rmSync } from 'node:fs'
import { stageRows } from '../../electron/engine/source/stageRows.ts'
import { writeBeside } from '../../electron/engine/source/writerThread.ts'
import type { SourceId } from '../../shared/model.ts'
const run = async () => {
  for (const s of ['', '-wal', '-shm']) rmSync('/tmp/z/p.sqlite' + s, { force: true })
  const s = performance.now()
  await stageRows({ id: 'x' as SourceId, path: '/tmp/z/people.csv', name: 'people.csv', overrides: {}, databasePath: '/tmp/z/p.sqlite', stagedAt: 0 }, () => undefined, writeBeside)
  console.log('took', Math.round(performance.now() - s))
}
await run()
const session = new Session(); session.connect()
await session.post('Profiler.enable'); await session.post('Profiler.setSamplingInterval', { interval: 500 }); await session.post('Profiler.start')
await run()
const { profile } = await session.post('Profiler.stop')
const self = new Map<string, number>()
const byId = new Map(profile.nodes.map((n) => [n.id, n]))
const d = profile.timeDeltas!
profile.samples!.forEach((id, i) => { const n = byId.get(id)!; const k = n.callFrame.functionName + ' ' + n.callFrame.url.split('/').slice(-1)[0] + ':' + n.callFrame.lineNumber; self.set(k, (self.get(k) ?? 0) + d[i]! / 1000) })
console.log([...self].sort((a, b) => b[1] - a[1]).slice(0, 22).map(([k, v]) => Math.round(v) + ' ms ' + k).join('\n'))
