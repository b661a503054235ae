/** The services' lists with at most so many rows on a page: a small account then has many pages. */
export function smallPages(rows: number): typeof fetch {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    for (const size of ['per_page', 'page[size]']) {
      const asked = url.searchParams.get(size)
      if (asked !== null) url.searchParams.set(size, String(Math.min(Number(asked), rows)))
    }
    return fetch(url, init)
  }
}
