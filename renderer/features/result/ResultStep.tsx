import type { RunId } from '../../../shared/model.ts'
import { StepFrame } from '../sync/StepFrame.tsx'

export function ResultStep({ run }: { readonly run: RunId }) {
  return <StepFrame title={`Result of run ${run}`}>{null}</StepFrame>
}
