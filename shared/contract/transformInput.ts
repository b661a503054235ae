import { z } from 'zod'
import type { Transform } from '../model.ts'

const text = z.string().max(1000)
const others = z.union([z.enum(['leave', 'blank', 'refuse']), z.object({ value: text })])

/** The same shape as `Transform`. Plain words are those of earlier versions, and stay. */
export const transformInput = z.union([
  z.enum(['trim', 'collapse-spaces', 'lower-case', 'upper-case', 'title-case']),
  z.discriminatedUnion('step', [
    z.object({ step: z.literal('replace'), find: text, with: text, pattern: z.boolean() }),
    z.object({
      step: z.literal('values'),
      values: z.array(z.object({ from: text, to: text })).max(5000),
      others,
    }),
    z.object({
      step: z.literal('part'),
      take: z.enum(['first', 'last', 'rest', 'start']),
      separator: z.string().min(1).max(100).nullable(),
    }),
    z.object({ step: z.literal('date'), order: z.enum(['day-month', 'month-day']) }),
    z.object({ step: z.literal('number'), decimalMark: z.enum(['.', ',']) }),
    z.object({ step: z.literal('boolean'), yes: text, no: text }),
    z.object({ step: z.literal('phone') }),
  ]),
]) as z.ZodType<Transform, Transform>
