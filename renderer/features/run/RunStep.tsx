import type { RunId } from '../../../shared/model.ts'
import { StepFrame } from '../sync/StepFrame.tsx'

export function RunStep({ run }: { readonly run: RunId }) {
  return <StepFrame title={`Run ${run}`}>{null}</StepFrame>
}
