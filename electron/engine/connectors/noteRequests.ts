/** One request that left this computer, without anything of a person in it. */
export interface NotedRequest {
  readonly host: string
  readonly method: string
  /** Without what was asked for; every id in it is `{id}`. */
  readonly path: string
  /** `null`: no answer came. */
  readonly status: number | null
}

/** Tells of each request once it was answered, or once it is known that no answer comes. */
export function noteRequests(
  fetch: typeof globalThis.fetch,
  tell: (request: NotedRequest) => void,
): typeof globalThis.fetch {
  return async (input, init) => {
    // A request made to be looked at alone would listen to the caller's signal until it is swept up.
    const asked = input instanceof Request ? input : null
    const { host, pathname } = new URL(input instanceof Request ? input.url : input)
    const method = (init?.method ?? asked?.method ?? 'GET').toUpperCase()
    const noted = { host, method, path: pathWithoutIds(pathname) }
    try {
      const response = await fetch(input, init)
      tell({ ...noted, status: response.status })
      return response
    } catch (error) {
      tell({ ...noted, status: null })
      throw error
    }
  }
}

/** Words of a path are in small letters, and versions are `v3`; whatever else has a digit, a capital or an @ is an id. */
export function pathWithoutIds(path: string): string {
  return path
    .split('/')
    .map((part) => (/[\dA-Z@%]/.test(part) && !/^v\d$/.test(part) ? '{id}' : part))
    .join('/')
}
