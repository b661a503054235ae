import type { Handlers } from '../../../shared/contract/contract.ts'
import type { LedgerLine, RequestView } from '../../../shared/contract/runs.ts'
import type { RunId, SourceInfo } from '../../../shared/model.ts'
import { placeCells, placeLabels } from '../../../shared/rowPlace.ts'
import type { EngineParts } from '../createEngine.ts'
import { cleanedTable } from '../export/cleanedTable.ts'
import { peopleTable } from '../export/peopleTable.ts'
import { gatherReceipt } from '../export/receiptContent.ts'
import { receiptPage } from '../export/receiptPage.ts'
import { textColumns } from '../export/table.ts'
import { tableFile, tableFileName } from '../export/tableFile.ts'
import { exportQuery } from '../query/queryExport.ts'
import { rejects, runRows } from '../run/receipt.ts'
import { viewRun } from '../run/viewRun.ts'
import { ledger } from '../store/ledger.ts'
import { peopleReads } from '../store/people.ts'
import { recipeStore } from '../store/recipes.ts'
import { type RunReads, runReads } from '../store/runReads.ts'
import { exportObjects } from '../objects/exportObjects.ts'
import { peopleQueryOf } from './people.ts'
import { withStaged } from './sources.ts'

/** Rows written between two breaths. */
const pageRows = 500

export function exportHandlers(parts: EngineParts): Handlers['exports'] {
  const { exports, journal, plans } = parts
  const reads = runReads(parts.db)
  return {
    rejects: ({ run, format }, signal) =>
      withStaged(parts, plans.spec(journal.get(run).plan).source, (staged) => {
        const files = filesOf(parts, run)
        const header = [
          'row',
          ...placeLabels(files),
          'outcome',
          'reason',
          ...staged.info.columns.map(({ name }) => name),
        ]
        const rows = rejects(parts, run, staged, 0).map(({ row, outcome, reason, cells }) => [
          String(row),
          ...placeCells(files, row),
          outcome,
          reason ?? '',
          ...cells,
        ])
        return exports.write(
          tableFileName(`rejects of run ${run}`, format),
          tableFile({ columns: textColumns(header), pages: inPages(rows) }, format),
          signal,
        )
      }),
    rows({ run, outcome, format }, signal) {
      const files = filesOf(parts, run)
      const rows = runRows(parts, journal.get(run).id, 0)
        .filter((row) => outcome === null || row.outcome === outcome)
        .map((row) => [
          String(row.row),
          ...placeCells(files, row.row),
          row.outcome,
          row.email ?? '',
          row.reason ?? '',
        ])
      const header = ['row', ...placeLabels(files), 'outcome', 'email', 'reason']
      const name = tableFileName(`${outcome ?? 'all'} rows of run ${run}`, format)
      const table = { columns: textColumns(header), pages: inPages(rows) }
      return exports.write(name, tableFile(table, format), signal)
    },
    async receipt({ run }, signal) {
      const page = receiptPage(await receiptContent(parts, reads, run))
      return exports.write(`receipt of run ${run}.html`, [page], signal)
    },
    requests({ run, format }, signal) {
      const rows = requestsOf(reads, journal.get(run).id).map(requestCells(parts, run))
      const name = tableFileName(`requests of run ${run}`, format)
      const table = { columns: textColumns(requestHeader), pages: inPages(rows) }
      return exports.write(name, tableFile(table, format), signal)
    },
    ledger({ run, format }, signal) {
      const rows = ledger(parts.db).of(journal.get(run).id).map(ledgerCells)
      const name = tableFileName(`what left this computer in run ${run}`, format)
      const table = { columns: textColumns(ledgerHeader), pages: inPages(rows) }
      return exports.write(name, tableFile(table, format), signal)
    },
    async people({ format, ...asked }, signal) {
      const query = peopleQueryOf(parts, asked)
      const accounts = new Map(
        parts.connections
          .list()
          .filter(({ id }) => query.connection === null || query.connection === id)
          .map(({ id, name }) => [id as string, { name, fields: parts.mirrorOf(id).schema().fields }]),
      )
      const table = peopleTable(accounts)
      const found = peopleReads(parts.db).snapshot(query)
      try {
        const pages = found.pages(pageRows).map((page) => page.map(table.cells))
        const file = tableFile({ columns: table.columns, pages }, format)
        return await exports.write(tableFileName('people', format), file, signal)
      } finally {
        found.drop()
      }
    },
    objects: ({ format, ...query }, signal) => exportObjects(parts, query, format, signal),
    query: (asked, signal) => exportQuery(parts, asked, signal),
    cleaned: ({ source, format }, signal) =>
      withStaged(
        parts,
        source,
        (staged) => {
          const { name } = staged.info
          const file = tableFileName(`${name.replace(/\.[^.]*$/, '')}, cleaned`, format)
          return exports.write(file, tableFile(cleanedTable(staged), format), signal)
        },
        { still: true },
      ),
    recipe({ recipe }, signal) {
      const { document } = recipeStore(parts.db).find(recipe)
      const text = `${JSON.stringify(document, null, 2)}\n`
      return exports.write(`${document.name}.listferry.json`, [text], signal)
    },
  }
}

/** Of a run whose rows come from several. */
function filesOf({ plans, journal, sources }: EngineParts, run: RunId): SourceInfo['parts'] {
  return sources.get(plans.spec(journal.get(run).plan).source).info.parts
}

function* inPages<T>(rows: Iterable<T>): Generator<T[]> {
  let page: T[] = []
  for (const row of rows) {
    page.push(row)
    if (page.length < pageRows) continue
    yield page
    page = []
  }
  yield page
}

const requestHeader = [
  'number',
  'sent',
  'host',
  'method',
  'path',
  'rows',
  'fields',
  'changes',
  'status',
  'answered',
]

/** Newest first, as they are listed. */
function* requestsOf(reads: RunReads, run: RunId): Generator<RequestView> {
  for (let before: number | null = null; ;) {
    const page: RequestView[] = reads.requests(run, before, pageRows)
    yield* page
    if (page.length < pageRows) return
    before = page.at(-1)?.id ?? null
  }
}

/** Fields by their names in the account. */
function requestCells({ db, plans, journal, mirrorOf }: EngineParts, run: RunId) {
  const host = [
    ...new Set(
      ledger(db)
        .of(run)
        .map((line) => line.host),
    ),
  ].join(' ')
  const { fields } = mirrorOf(plans.spec(journal.get(run).plan).connection).schema()
  const names = new Map(fields.map(({ id, label }) => [id, label]))
  const time = (at: number | null) => (at === null ? '' : new Date(at).toISOString())
  return (request: RequestView) => [
    String(request.id),
    time(request.sentAt),
    host,
    request.method,
    request.path,
    String(request.rows),
    request.fields.map((id) => names.get(id) ?? id).join(', '),
    String(request.changes),
    String(request.httpStatus ?? ''),
    time(request.answeredAt),
  ]
}

const ledgerHeader = ['host', 'method', 'path', 'status', 'requests', 'first', 'last']

function ledgerCells({ host, method, path, httpStatus, requests, firstAt, lastAt }: LedgerLine) {
  const time = (at: number) => new Date(at).toISOString()
  return [host, method, path, String(httpStatus ?? ''), String(requests), time(firstAt), time(lastAt)]
}

async function receiptContent(parts: EngineParts, reads: RunReads, run: RunId) {
  const view = viewRun(parts, parts.journal.get(run))
  const spec = parts.plans.spec(view.plan)
  const { account, practiceAddress } = parts.connections.find(spec.connection)
  return {
    ...(await gatherReceipt({ ...parts, reads }, view)),
    summary: parts.plans.summary(view.plan),
    spec,
    schema: parts.mirrorOf(spec.connection).schema(),
    source: parts.sources.get(spec.source).info,
    account: { name: account.name, email: account.email, practice: practiceAddress !== null },
    writtenAt: parts.clock.now(),
  }
}
