/** The requests to one account in the last minutes, also those of programs that ended: the service counts those too. */
export interface RecentRequests {
  /**
   * How long ago those that count in this bucket were over, in milliseconds, the longest first. One of which that isn't
   * known, since its program was killed, counts as over just now.
   */
  agoMs(bucket: string): readonly number[]
  /** Notes a request that is about to leave. @returns what to call, once, when it is over */
  begins(buckets: readonly string[]): () => void
}
