import type { Figure } from './figure.ts'
import { kitLimits } from './kitLimits.ts'
import { klaviyoImports } from './klaviyoImports.ts'
import { plan } from './plan.ts'
import { sameFile } from './sameFile.ts'

/** In the order they are measured and printed. */
export const figures: readonly Figure[] = [plan, kitLimits, klaviyoImports, sameFile]
