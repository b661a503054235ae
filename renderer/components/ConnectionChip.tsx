import type { ConnectionColour } from '../../shared/model.ts'
import { connectionColourOf } from './connectionColour.ts'
import classes from './ConnectionChip.module.css'

/** An account, in the colour its user gave it, so that nobody sends to the wrong client. */
export function ConnectionChip({
  service,
  name,
  colour,
}: {
  readonly service?: string | undefined
  readonly name: string
  readonly colour: ConnectionColour
}) {
  return (
    <span className={classes.chip}>
      <span className={classes.dot} style={{ background: connectionColourOf[colour] }} aria-hidden />
      <span className={classes.name}>{service === undefined ? name : `${service} · ${name}`}</span>
    </span>
  )
}
