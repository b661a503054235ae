import { z } from 'zod'
import type { Mapping, ValueOrigin } from '../model.ts'
import { transformInput } from './transformInput.ts'

export const valueOrigin = z.union([
  z.object({ column: z.int().min(0) }),
  z.object({ constant: z.string() }),
  z.object({
    template: z
      .array(z.union([z.object({ column: z.int().min(0) }), z.object({ text: z.string().max(1000) })]))
      .min(1)
      .max(50),
  }),
]) as z.ZodType<ValueOrigin, ValueOrigin>

export const fieldRuleInput = z.object({
  field: z.string(),
  type: z.enum(['text', 'email', 'phone', 'number', 'boolean', 'date']),
  from: valueOrigin,
  transforms: z.array(transformInput).max(20),
  write: z.enum(['always', 'if-empty', 'only-new']),
  blank: z.enum(['leave', 'clear']),
})

/** The same shape as `Mapping`, whose ids differ from text only in their types. */
export const mappingInput = z.object({
  fields: z.array(fieldRuleInput),
  left: z.array(z.object({ column: z.int().min(0), leftWhen: z.enum(['yes', 'no', 'any-value']) })),
  values: z.object({
    defaultCountry: z.string().max(60).nullable(),
    countryColumn: z.int().min(0).nullish(),
    dateOrder: z.enum(['day-month', 'month-day']),
    decimalMark: z.enum(['.', ',']),
  }),
}) as unknown as z.ZodType<Mapping, Mapping>
