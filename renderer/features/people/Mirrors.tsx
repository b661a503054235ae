import type { MirrorView } from '../../../shared/contract/people.ts'
import { MirrorCard } from './MirrorCard.tsx'
import classes from './Mirrors.module.css'

/** One card for each account, beside each other; many scroll sideways, so that the table keeps its room. */
export function Mirrors({ mirrors }: { readonly mirrors: readonly MirrorView[] }) {
  return (
    <ul className={classes.cards} aria-label="Accounts">
      {mirrors.map((mirror) => (
        <li key={mirror.connection}>
          <MirrorCard mirror={mirror} />
        </li>
      ))}
    </ul>
  )
}
