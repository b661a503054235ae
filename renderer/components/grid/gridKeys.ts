/** Where a key leads from the active row; `null` for keys that the grid leaves alone. */
export function rowAfterKey(
  key: string,
  active: number | null,
  count: number,
  rowsInView: number,
): number | null {
  if (count === 0) return null
  const to = targetOf(key, active, count, Math.max(1, rowsInView - 1))
  return to === null ? null : Math.max(0, Math.min(count - 1, to))
}

function targetOf(key: string, active: number | null, count: number, page: number): number | null {
  const from = active ?? -1
  switch (key) {
    case 'ArrowDown':
      return from + 1
    case 'ArrowUp':
      return active === null ? 0 : from - 1
    case 'PageDown':
      return Math.max(from, 0) + page
    case 'PageUp':
      return from - page
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
