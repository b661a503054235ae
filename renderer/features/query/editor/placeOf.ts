/** Where a character of a query stands on the screen; `lines` holds an element for each line, whose text is that line. */
export function placeOf(lines: HTMLElement | null, text: string, at: number): DOMRect | null {
  const before = text.slice(0, at).split('\n')
  const line = lines?.children[before.length - 1]
  if (line === undefined) return null
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
  let left = before.at(-1)?.length ?? 0
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { length } = node.nodeValue ?? ''
    if (left <= length) {
      const range = document.createRange()
      range.setStart(node, left)
      return range.getBoundingClientRect()
    }
    left -= length
  }
  return line.getBoundingClientRect()
}
