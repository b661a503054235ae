import { parseArgs } from 'node:util'
import type { ServiceId } from '../../shared/model.ts'
import { type Campaign, faultsOf, openCampaign } from './campaign.ts'
import { findingsOf, type FaultResult, tableOf } from './table.ts'

/**
 * `npm run test:faults -- [--seed 7] [--service kit] [--fault kill] [--short]`: every fault in its full form, and the
 * table. Ends with 1 when anybody came to harm.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    service: { type: 'string' },
    fault: { type: 'string', default: '' },
    short: { type: 'boolean', default: false },
  },
})
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed)
const services = (['kit', 'klaviyo'] as const).filter(
  (one) => values.service === undefined || one === values.service,
)
const broken: string[] = []
const form = values.short ? 'short' : 'full'

async function resultsOf(service: ServiceId): Promise<FaultResult[]> {
  const campaign: Campaign = { service, form, seed }
  const open = openCampaign(campaign)
  const results: FaultResult[] = []
  try {
    for (const fault of faultsOf(campaign).filter(({ name }) => name.includes(values.fault))) {
      const startedAt = Date.now()
      try {
        results.push(await open.play(fault))
      } catch (error) {
        // An engine that breaks altogether must not keep the table from being printed.
        broken.push(`${service}, ${fault.name}: ${error instanceof Error ? error.message : String(error)}`)
      }
      console.log(`${service}: ${fault.name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`)
    }
  } finally {
    await open.close()
  }
  return results
}

console.log(`seed ${seed}`)
const results = (await Promise.all(services.map(resultsOf))).flat()
console.log(`\n${tableOf(results, seed)}`)
if (broken.length > 0) console.log(`\nCould not be played:\n${broken.join('\n')}`)
process.exitCode = broken.length > 0 || results.some((result) => findingsOf(result).length > 0) ? 1 : 0
