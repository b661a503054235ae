import { z } from 'zod'
import { csvDelimiters, usualCsv } from '../exportFormat.ts'

/** The form of a file with a table; what is left out of a CSV's is as usual. */
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
