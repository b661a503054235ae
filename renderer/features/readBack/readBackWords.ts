import type { Receipt } from '../../../shared/contract/runs.ts'

/** Whether anything was written that can be looked at. */
export function canReadBack({ status, outcomes }: Receipt): boolean {
  return status !== 'running' && outcomes.written + outcomes.accepted + outcomes['partly-written'] > 0
}

/** How far the reading back is, and what the first rows showed. */
export function readBackSentence({ service, readBack }: Receipt, isReading: boolean): string {
  const { canary, verify, counts } = readBack
  const first =
    canary === 'matched'
      ? 'Ten rows went first and were as they were sent. '
      : canary === 'differed'
        ? 'Ten rows went first, and not all were as they were sent. '
        : ''
  const lag = service === 'Kit' ? ', about a minute after the last row' : ''
  if (isReading) return `${first}${service} is read as soon as it shows what was written${lag}.`
  if (verify !== 'done' && counts.confirmed + counts.differs === 0)
    return `${first}What ${service} shows of these rows was not looked at yet.`
  return counts.differs + counts['not-visible'] === 0
    ? `${first}${service} shows what was sent.`
    : `${first}${service} does not show all of it as it was sent: somebody, or an automation, may have changed it since.`
}
