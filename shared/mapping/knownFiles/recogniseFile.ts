import type { Column } from '../../model.ts'
import { headerWords } from '../headerWords.ts'
import { hasAll, type KnownFile } from './knownFile.ts'
import { kit, klaviyo, mailchimp, substack } from './mailPrograms.ts'
import { eventbrite, hubspot, shopify, squarespace } from './shopsAndEvents.ts'

/** Those that only they can be come first. */
const knownFiles: readonly KnownFile[] = [
  mailchimp,
  klaviyo,
  substack,
  hubspot,
  eventbrite,
  shopify,
  squarespace,
  kit,
]

/** Whose export this is by its headers, in any order and beside any others; `null` for all other files. */
export function recogniseFile(columns: readonly Column[]): KnownFile | null {
  const headers = new Set(columns.map(({ header }) => headerWords(header)))
  return knownFiles.find(({ signatures }) => signatures.some((one) => hasAll(headers, one))) ?? null
}
