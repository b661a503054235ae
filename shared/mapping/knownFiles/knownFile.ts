import type { Transform } from '../../model.ts'
import type { ConceptId } from '../concepts.ts'
import { headerWords } from '../headerWords.ts'

/** Programs whose exports are known by their headers. */
export type KnownProgram =
  'mailchimp' | 'shopify' | 'substack' | 'eventbrite' | 'hubspot' | 'squarespace' | 'kit' | 'klaviyo'

/** What a program's export looks like and what its columns mean. */
export interface KnownFile {
  readonly program: KnownProgram
  /** `Mailchimp` */
  readonly title: string
  /** Sets of headers; a file that has all of one set is such an export. */
  readonly signatures: readonly (readonly string[])[]
  readonly columns: readonly KnownColumn[]
  /** What such a file doesn't say of consent, where that is easily overlooked; a sentence. */
  readonly warning?: (fileName: string) => string | null
}

export interface KnownColumn {
  /** As the program writes them. A `*` at the end stands for anything. */
  readonly headers: readonly string[]
  readonly concept: ConceptId
  /** Where the meaning is not what the header seems to say: a sentence. */
  readonly note?: string
  /** What its cells always need, besides being trimmed. */
  readonly steps?: readonly Transform[]
}

/** A file that was recognised. */
export interface RecognisedFile {
  readonly program: KnownProgram
  readonly title: string
  /** Names of columns that say who left, as this program writes it. */
  readonly leavers: readonly string[]
  readonly warning: string | null
}

/** Headers are compared by their words, so that capitals and underscores don't matter. */
export function hasAll(headers: ReadonlySet<string>, signature: readonly string[]): boolean {
  return signature.every((header) => headers.has(headerWords(header)))
}

/** What an export calls a column of this header; `null` for the user's own columns. */
export function knownColumn({ columns }: KnownFile, header: string): KnownColumn | null {
  const words = headerWords(header)
  return (
    columns.find(({ headers }) =>
      headers.some((one) =>
        one.endsWith('*') ? words.startsWith(headerWords(one.slice(0, -1))) : headerWords(one) === words,
      ),
    ) ?? null
  )
}
