import { IconCheck } from '@tabler/icons-react'
import { Link } from 'wouter'
import classes from './StepBar.module.css'
import { pathOf, type Step, steps, type SyncPlace } from './syncPlace.ts'

const titles: Readonly<Record<Step, string>> = {
  import: 'Import',
  map: 'Map',
  review: 'Review',
  run: 'Run',
  result: 'Result',
}

/** The five steps of a sync. Each leads back to where it was left, as soon as there is something to see. */
export function StepBar({
  here,
  places,
}: {
  readonly here: Step
  readonly places: Readonly<Record<Step, SyncPlace | null>>
}) {
  const at = steps.indexOf(here)
  return (
    <nav aria-label="Steps of this sync">
      <ol className={classes.steps}>
        {steps.map((step, index) => {
          const place = places[step]
          const state = index === at ? 'here' : index < at ? 'done' : 'ahead'
          const content = (
            <>
              <span className={classes.mark} aria-hidden>
                {state === 'done' ? <IconCheck size={12} stroke={3} /> : index + 1}
              </span>
              {titles[step]}
            </>
          )
          return (
            <li key={step} className={classes.step} data-state={state}>
              {place === null ? (
                <span className={classes.link} aria-disabled>
                  {content}
                </span>
              ) : (
                <Link
                  className={classes.link}
                  href={pathOf(place)}
                  aria-current={state === 'here' ? 'step' : undefined}
                >
                  {content}
                </Link>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
