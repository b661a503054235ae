/**
 * How many times faster than a real service a practice account runs: it says so on its own page, beside the service's
 * paths. 1 for a server that doesn't know that page. Only ever asked on loopback.
 */
export async function practiceSpeed(address: string, fetch: typeof globalThis.fetch): Promise<number> {
  try {
    const answer = await fetch(`${address}/practice/settings`, {
      redirect: 'error',
      signal: AbortSignal.timeout(2000),
    })
    const settings = (await answer.json()) as { listferry?: unknown; speed?: unknown }
    const { speed } = settings
    return settings.listferry === 'practice' && typeof speed === 'number' && speed >= 1 ? speed : 1
  } catch {
    return 1 // no practice account answers there: the connector's own request will say what is wrong
  }
}
