import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { BenchRun, Figure } from './figure.ts'
import { figures } from './figures.ts'
import { type BenchReport, figureReport, figureWords } from './report.ts'

/**
 * `npm run bench [-- [--quick] [--json] FIGURE…]`: measures, prints each number beside its goal, and exits with 1
 * where one is not met. With `--json` standard output is one JSON value; words always go to standard error then.
 */
async function bench(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean' }, json: { type: 'boolean' } },
    allowPositionals: true,
  })
  const size = values.quick ? 'quick' : 'full'
  const print = (words: string) => (values.json ? console.error(words) : console.log(words))
  const reports = []
  for (const figure of chosen(positionals)) {
    const missing = figure.missing?.() ?? null
    if (missing !== null) {
      console.error(`NOT MEASURED, ${figure.name}: ${missing}`)
      continue
    }
    const report = await measured(figure, size)
    print(figureWords(report))
    reports.push(report)
  }
  const met = reports.every(({ readings }) => readings.every((reading) => reading.met !== false))
  const whole: BenchReport = {
    size,
    node: process.version,
    cpus: availableParallelism(),
    met,
    figures: reports,
  }
  if (values.json) console.log(JSON.stringify(whole, null, 2))
  else if (size === 'quick') print('A quick bench only shows that everything runs: its ratios say nothing.')
  process.exitCode = met || size === 'quick' ? 0 : 1
}

function chosen(names: readonly string[]): readonly Figure[] {
  const known = figures.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new Error(`There is no figure "${unknown}". There are: ${known.join(', ')}.`)
  return names.length === 0 ? figures : figures.filter(({ name }) => names.includes(name))
}

async function measured(figure: Figure, size: BenchRun['size']) {
  const folder = mkdtempSync(join(tmpdir(), 'listferry-bench-'))
  const startedAt = performance.now()
  try {
    const say = (words: string) => {
      console.error(`  ${figure.name}: ${words}`)
    }
    const readings = await figure.measure({ size, folder, say })
    return figureReport(figure, (performance.now() - startedAt) / 1000, readings)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await bench()
