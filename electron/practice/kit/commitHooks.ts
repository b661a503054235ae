/** A write that has just been stored and not been answered yet. */
export interface Commit {
  readonly method: string
  readonly path: string
  /** The status it will be answered with. */
  readonly status: number
  /** The person it was about, where it was about one. */
  readonly subscriberId: number | undefined
}

export type CommitHook = (commit: Commit) => void | Promise<void>

export interface CommitHooks {
  /** Calls `hook` at every commit, and waits for it before answering. Returns how to stop that. */
  on(hook: CommitHook): () => void
  run(commit: Commit): Promise<void>
}

export function createCommitHooks(): CommitHooks {
  const hooks = new Set<CommitHook>()
  return {
    on: (hook) => {
      hooks.add(hook)
      return () => {
        hooks.delete(hook)
      }
    },
    run: async (commit) => {
      for (const hook of hooks) await hook(commit)
    },
  }
}
