/** A day as an instant: its noon, which is that day nearly everywhere; of today its beginning, never a time to come. */
export function agreedOn(day: string, now: number): string {
  const noon = `${day}T12:00:00Z`
  return Date.parse(noon) > now ? `${day}T00:00:00Z` : noon
}
