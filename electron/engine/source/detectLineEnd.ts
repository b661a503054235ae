import type { LineEnd } from '../../../shared/model.ts'

export interface DetectedLineEnd {
  readonly lineEnd: LineEnd
  /** A sentence for the screen. */
  readonly reason: string
}

/** Counts the line ends outside quotes, since cells may hold lines of their own with other ends. */
export function detectLineEnd(sample: string, quote: string): DetectedLineEnd {
  const outside = sample.replace(quote === "'" ? /'[^']*'/g : /"[^"]*"/g, '')
  const counts = countEnds(/[\r\n]/.test(outside) ? outside : sample)
  const { crlf, lf, cr } = counts
  if (cr > crlf + lf) return { lineEnd: '\r', reason: 'Lines end with a carriage return, as on old Macs.' }
  if (crlf > 0 && crlf >= lf)
    return { lineEnd: '\r\n', reason: `Lines end as on Windows (CRLF)${lf > 0 ? ', some as on Unix' : ''}.` }
  if (lf === 0) return { lineEnd: '\n', reason: 'There is only one line.' }
  return {
    lineEnd: '\n',
    reason: `Lines end as on Unix and Mac (LF)${crlf > 0 ? ', some as on Windows' : ''}.`,
  }
}

function countEnds(text: string): { crlf: number; lf: number; cr: number } {
  const counts = { crlf: 0, lf: 0, cr: 0 }
  // A CR in the last place may be half of a CRLF that the sample cut.
  for (const [end] of text.matchAll(/\r\n|\n|\r(?=[^])/g)) {
    if (end === '\r\n') counts.crlf++
    else if (end === '\n') counts.lf++
    else counts.cr++
  }
  return counts
}
