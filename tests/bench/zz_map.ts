import { Session } from 'node:inspector/promises'
import { existsSync } from 'node:fs'
import { kitConnector } from '../../electron/engine/connectors/kit/kitConnector.ts'
import { fileIdentities } from '../../electron/engine/plan/fileIdentities.ts'
import { identityReader, rowReader } from '../../electron/engine/plan/readRow.ts'
import { stageFile } from '../../electron/engine/source/stageFile.ts'
import { openStagedRows } from '../../electron/engine/source/stagedRows.ts'
import type { SourceId } from '../../shared/model.ts'
import { specOf, tenFields } from './tenFields.ts'
const databasePath = '/tmp/z/map.sqlite'
const source = 'staged' as SourceId
if (!existsSync(databasePath)) await stageFile({ id: source, path: '/tmp/z/people.csv', name: 'people.csv', overrides: {}, databasePath }, { signal: new AbortController().signal })
const run = async () => {
  const staged = openStagedRows(databasePath)
  const s = performance.now()
    const { rows, columns } = staged.info
    const spec = specOf(source)
    const read = rowReader(spec, columns, tenFields, kitConnector)
    const again = identityReader(spec, columns, kitConnector)
    const identities = fileIdentities({ rows, kinds: ['email'], readAgain: (row) => staged.rows({ from: row, limit: 1 }).map(again.read)[0]! })
    for (const batch of staged.iterate(1000)) for (const found of batch.map(read)) if (found.valid) identities.add(found)
    const repeats = await identities.repeats('last')
    let people = 0
    for (let row = 1; row <= rows; row += 1) if (repeats.duplicate(row) === null) people += 1
  staged.close()
  console.log('took', Math.round(performance.now() - s))
}
await run(); await run()
const session = new Session(); session.connect()
await session.post('Profiler.enable'); await session.post('Profiler.setSamplingInterval', { interval: 300 }); await session.post('Profiler.start')
await run()
const { profile } = await session.post('Profiler.stop')
const self = new Map<string, number>()
const byId = new Map(profile.nodes.map((n) => [n.id, n]))
const d = profile.timeDeltas!
profile.samples!.forEach((id, i) => { const n = byId.get(id)!; const k = n.callFrame.functionName + ' ' + n.callFrame.url.split('/').slice(-1)[0] + ':' + (n.callFrame.lineNumber + 1); self.set(k, (self.get(k) ?? 0) + d[i]! / 1000) })
console.log([...self].sort((a, b) => b[1] - a[1]).slice(0, 24).map(([k, v]) => Math.round(v) + ' ms ' + k).join('\n'))
