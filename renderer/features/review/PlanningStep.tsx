export function PlanningStep() {
  return null
}
