import { AppError } from '../../../shared/errors.ts'
import { usualVolume, type VolumeLimits } from '../../../shared/volume.ts'

/** `leave=20`, `change=off`, `people=1`: over what is usual. @throws AppError `invalid-input` */
export function parseVolume(texts: readonly string[]): VolumeLimits {
  return texts.reduce(withShare, usualVolume)
}

function withShare(limits: VolumeLimits, text: string): VolumeLimits {
  const [, what = '', value = ''] =
    /^(leave|change|shrink|people)=(off|\d+(?:\.\d+)?)$/i.exec(text.trim()) ?? []
  const number = value.toLowerCase() === 'off' ? null : Number(value)
  if (what === '' || (number !== null && what !== 'people' && number > 100)) throw unreadable(text)
  switch (what.toLowerCase()) {
    case 'leave':
      return { ...limits, leavePercent: number }
    case 'change':
      return { ...limits, changePercent: number }
    case 'shrink':
      return { ...limits, shrinkPercent: number }
    default:
      if (number === null || number < 1) throw unreadable(text)
      return { ...limits, fromPeople: Math.round(number) }
  }
}

function unreadable(text: string): AppError {
  return new AppError(
    'invalid-input',
    `“${text}”: say leave=20, change=50 or shrink=50, in percent or =off, or people=100 for how few are never asked about.`,
  )
}
