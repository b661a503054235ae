import { answering } from './answering.ts'
import { copies } from './copies.ts'
import type { Figure } from './figure.ts'
import { grid } from './grid.ts'
import { kitBulk } from './kitBulk.ts'
import { kitLimits } from './kitLimits.ts'
import { kitV3 } from './kitV3.ts'
import { klaviyoImports } from './klaviyoImports.ts'
import { manyAccounts } from './manyAccounts.ts'
import { memory } from './memory.ts'
import { mirrorWrites } from './mirrorWrites.ts'
import { plan } from './plan.ts'
import { pulls } from './pulls.ts'
import { sameFile } from './sameFile.ts'
import { staging } from './staging.ts'
import { transforms } from './transforms.ts'
import { typedColumns } from './typedColumns.ts'
import { undo } from './undo.ts'
import { windowFigure } from './window.ts'

/** In the order they are measured and printed. */
export const figures: readonly Figure[] = [
  staging,
  typedColumns,
  transforms,
  grid,
  memory,
  plan,
  kitLimits,
  kitBulk,
  kitV3,
  klaviyoImports,
  sameFile,
  undo,
  manyAccounts,
  pulls,
  mirrorWrites,
  copies,
  answering,
  windowFigure,
]
