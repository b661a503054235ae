import type { EnginePorts } from '../../electron/engine/createEngine.ts'
import type { Clock } from '../../electron/engine/clock.ts'
import type { TestEngine } from '../support/testEngine.ts'
import type { Lab } from './lab.ts'

/** Opens an engine over the lab's data folder for as long as `use` takes. */
export async function withEngine<T>(
  lab: Lab,
  use: (engine: TestEngine) => Promise<T>,
  ports: Partial<EnginePorts> & { readonly clock?: Clock } = {},
): Promise<T> {
  const engine = await lab.open(ports)
  try {
    return await use(engine)
  } finally {
    await engine.close()
  }
}
