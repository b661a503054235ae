/** A write that has just been stored and not been answered yet. */
export interface Commit {
  readonly method: string
  readonly path: string
  /** The status it will be answered with. */
  readonly status: number
}

export type CommitHook<C extends Commit = Commit> = (commit: C) => void | Promise<void>

export interface CommitHooks<C extends Commit = Commit> {
  /** Calls `hook` at every commit, and waits for it before answering. Returns how to stop that. */
  on(hook: CommitHook<C>): () => void
  run(commit: C): Promise<void>
}

export function createCommitHooks<C extends Commit = Commit>(): CommitHooks<C> {
  const hooks = new Set<CommitHook<C>>()
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
