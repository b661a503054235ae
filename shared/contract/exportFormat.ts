import { z } from 'zod'

export const csvDelimiters = [',', ';', '\t', '|'] as const
export type CsvDelimiter = (typeof csvDelimiters)[number]

/** What a spreadsheet program opens best. */
export const usualCsv = { is: 'csv', delimiter: ',', bom: true, excelSafe: true } as const

/**
 * The form of a file with a table. `bom`: a mark by which Excel knows UTF-8. `excelSafe`: cells that a spreadsheet would
 * run get an invisible sign in front; other programs may want the cells exactly as they are.
 */
export const exportFormat = z
  .discriminatedUnion('is', [
    z.object({
      is: z.literal('csv'),
      delimiter: z.enum(csvDelimiters).default(','),
      bom: z.boolean().default(true),
      excelSafe: z.boolean().default(true),
    }),
    z.object({ is: z.literal('jsonl') }),
    z.object({ is: z.literal('xlsx') }),
  ])
  .default(usualCsv)
export type ExportFormat = z.output<typeof exportFormat>
export type CsvFormat = Extract<ExportFormat, { is: 'csv' }>
