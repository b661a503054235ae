const longestQuote = 60

/** A cell as messages show it: in quotes, on one line, cut to 60 characters without splitting one. */
export function quoteCell(text: string): string {
  return `“${cut(text).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')}”`
}

function cut(text: string): string {
  if (text.length <= longestQuote) return text
  return text.slice(0, longestQuote).replace(/[\ud800-\udbff]$/, '') + '…'
}
