import { z } from 'zod'

const percent = z.number().min(0).max(100).nullable()

export const volumeInput = z.object({
  leavePercent: percent,
  changePercent: percent,
  shrinkPercent: percent,
  fromPeople: z.int().min(1).max(10_000_000),
})
