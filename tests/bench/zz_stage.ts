import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { kitConnector } from '../../electron/engine/connectors/kit/kitConnector.ts'
import { fileIdentities } from '../../electron/engine/plan/fileIdentities.ts'
import { identityReader, rowReader } from '../../electron/engine/plan/readRow.ts'
import { removeStagedFile, stageFile } from '../../electron/engine/source/stageFile.ts'
import { openStagedRows } from '../../electron/engine/source/stagedRows.ts'
import type { SourceId } from '../../shared/model.ts'
import { specOf, tenFields } from './tenFields.ts'
import { parseBare } from './stagedPeople.ts'
import { writeTenColumns } from './staging.ts'
const path = '/tmp/z/people.csv'
if (!existsSync(path)) writeTenColumns(path, 1_000_000)
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000 }
async function t<T>(name: string, f: () => Promise<T> | T): Promise<T> {
  globalThis.gc?.()
  const c = cpu(), s = performance.now()
  const r = await f()
  console.log(name.padEnd(20), 'cpu', Math.round(cpu() - c), 'clock', Math.round(performance.now() - s))
  return r
}
for (let round = 0; round < Number(process.argv[2] ?? 3); round += 1) {
  await t('papa', () => parseBare(path))
  const databasePath = join('/tmp/z', 'staged.sqlite')
  const source = 'staged' as SourceId
  await t('stage', () => stageFile({ id: source, path, name: 'people.csv', overrides: {}, databasePath }, { signal: new AbortController().signal }))
  const staged = openStagedRows(databasePath)
  await t('iterate only', () => { let n = 0; for (const b of staged.iterate(1000)) n += b.length; return n })
  await t('map', async () => {
    const { rows, columns } = staged.info
    const spec = specOf(source)
    const read = rowReader(spec, columns, tenFields, kitConnector)
    const again = identityReader(spec, columns, kitConnector)
    const identities = fileIdentities({ rows, kinds: ['email'], readAgain: (row) => staged.rows({ from: row, limit: 1 }).map(again.read)[0]! })
    for (const batch of staged.iterate(1000)) for (const found of batch.map(read)) if (found.valid) identities.add(found)
    const repeats = await identities.repeats('last')
    let people = 0
    for (let row = 1; row <= rows; row += 1) if (repeats.duplicate(row) === null) people += 1
    return people
  })
  staged.close()
  await removeStagedFile(databasePath)
}
