import { afterAll, describe, expect, it } from 'vitest'
import type { ServiceId } from '../../shared/model.ts'
import { type Campaign, faultsOf, openCampaign } from './campaign.ts'
import { findingsOf, type FaultResult, tableOf } from './table.ts'

/** Other instants each time, so that they go on finding things; in CI the same ones. */
const seed = process.env.CI ? 20_261_121 : Math.floor(Math.random() * 1_000_000)

/** Every fault that a service can have, a time or two, as tests; the table is printed at the end. */
export function shortForm(service: ServiceId): void {
  const campaign: Campaign = { service, form: 'short', seed }
  const open = openCampaign(campaign)
  const results: FaultResult[] = []
  afterAll(async () => {
    await open.close()
    console.log(tableOf(results, seed))
  })

  describe(`${service}, seed ${seed}: nothing is lost, harmfully sent twice or subscribed again, and totals add up`, () => {
    it.each(faultsOf(campaign))('$name', { timeout: 60_000 }, async (fault) => {
      const result = await open.play(fault)
      results.push(result)
      expect(findingsOf(result)).toEqual([])
    })
  })
}
