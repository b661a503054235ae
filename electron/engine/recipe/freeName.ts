/** This name, or the first `name 2`, `name 3` that is not taken, ignoring case. Pure. */
export function freeName(name: string, taken: readonly string[]): string {
  const known = new Set(taken.map((one) => one.toLowerCase()))
  if (!known.has(name.toLowerCase())) return name
  for (let n = 2; ; n += 1) {
    const next = `${name} ${n}`
    if (!known.has(next.toLowerCase())) return next
  }
}
