import { z } from 'zod'
import type { Settings } from '../../shared/model.ts'

/** What a settings file holds, whichever host wrote it. Keys that a newer program added are left alone. */
export const settingsSchema = z.looseObject({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  defaultCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .optional(),
  dateOrder: z.enum(['day-month', 'month-day']).nullable().optional(),
  keepValuesDays: z.int().min(1).max(3650).nullable().optional(),
  notifyWhenDone: z.boolean().optional(),
  kitClientId: z.string().min(1).max(500).nullable().optional(),
})

export const defaultSettings: Settings = {
  theme: 'system',
  defaultCountry: null,
  dateOrder: null,
  keepValuesDays: null,
  notifyWhenDone: true,
  kitClientId: null,
}

/** The file is `settings.json` in the data folder, for `conf` and for `electron-store`, which calls this `name`. */
export const settingsName = 'settings'
