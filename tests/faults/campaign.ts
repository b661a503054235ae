import type { ServiceId } from '../../shared/model.ts'
import type { Fault, Way } from './fault.ts'
import { faults } from './faults.ts'
import type { Verdict } from './judge.ts'
import { type LabBench, measure, openBench, openLab, type Usual } from './lab.ts'
import type { FaultResult } from './table.ts'

export interface Campaign {
  readonly service: ServiceId
  readonly form: 'full' | 'short'
  /** The same seed chooses the same instants, as far as a computer does the same twice. */
  readonly seed: number
}

/** A fault may miss a run that is over too soon; then it is played again from another seed. */
const mostMisses = 8

/** The faults that a service can have, those that this form plays. */
export function faultsOf({ service, form }: Campaign): readonly Fault[] {
  return faults.filter(({ services, runs }) => services.includes(service) && runs[form] > 0)
}

/** Plays faults one after the other, on benches that are opened once. */
export function openCampaign({ service, form, seed }: Campaign) {
  const benches = new Map<string, Promise<Bench>>()
  const benchFor = ({ factor, way = 'key' }: Fault) => {
    const name = `${factor} ${way}`
    const known = benches.get(name) ?? readyBench(service, factor, way)
    benches.set(name, known)
    return known
  }
  return {
    async play(fault: Fault): Promise<FaultResult> {
      const bench = await benchFor(fault)
      const wanted = fault.runs[form]
      const verdicts: Verdict[] = []
      let misses = 0
      for (let played = 0; played < wanted;) {
        const found = await playOnce(bench, fault, played, seedFor(fault, seed, played, misses))
        if (found !== null) played += 1
        else if (++misses > mostMisses) throw new Error(`“${fault.name}” never came about on ${service}.`)
        verdicts.push(...(found ?? []))
      }
      return { fault: fault.name, service, runs: wanted, verdicts }
    },
    async close() {
      for (const bench of await Promise.all(benches.values())) await bench.bench.close()
    },
  }
}

interface Bench {
  readonly bench: LabBench
  readonly usual: Usual
}

async function readyBench(service: ServiceId, factor: number | undefined, way: Way): Promise<Bench> {
  const bench = await openBench(service, factor, way)
  return { bench, usual: await measure(bench) }
}

async function playOnce(
  { bench, usual }: Bench,
  fault: Fault,
  n: number,
  seed: number,
): Promise<readonly Verdict[] | null> {
  const lab = openLab(bench, usual, seed)
  try {
    return (await fault.play(lab, n)) ? lab.verdicts : null
  } finally {
    lab.close()
  }
}

function seedFor({ name }: Fault, seed: number, played: number, misses: number): number {
  const text = `${name} ${seed} ${played} ${misses}`
  return Buffer.from(text).reduce((hash, byte) => (Math.imul(hash, 31) + byte) >>> 0, 7)
}
