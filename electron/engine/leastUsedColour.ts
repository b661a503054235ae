import { type ConnectionColour, connectionColours } from '../../shared/model.ts'

/** The first of the colours that the fewest accounts have. */
export function leastUsedColour(used: readonly ConnectionColour[]): ConnectionColour {
  const count = (colour: ConnectionColour) => used.filter((one) => one === colour).length
  return connectionColours.reduce((best, colour) => (count(colour) < count(best) ? colour : best))
}
