import type { WantedPeople } from '../connectors/connector.ts'

/** The people a plan is about, each once. They may be many more than are good to hold. */
export interface PeopleToRead {
  readonly count: number
  /** At most so many of them, the same each time; addresses folded. */
  first(limit: number): Promise<WantedPeople>
}
