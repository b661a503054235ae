import type { ConnectionColour } from '../../shared/model.ts'

/** Each colour with white text on it passes AA. */
export const connectionColourOf: Readonly<Record<ConnectionColour, string>> = {
  teal: '#0f6b79',
  blue: '#1d5aa6',
  violet: '#6b3fa0',
  pink: '#a62a6b',
  red: '#b3261e',
  orange: '#9a4b00',
  lime: '#4a6b12',
  grey: '#575147',
}
