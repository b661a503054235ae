export function MapStep() {
  return null
}
