import { Text } from '@mantine/core'
import { IconCheck, IconCircleDashed } from '@tabler/icons-react'
import { useMap } from '../map/MapContext.tsx'
import classes from './Objects.module.css'
import { choiceWords, neededFields } from './targetFields.ts'

/** What columns must fill for this operation, and whether they do. Nothing for a file about people. */
export function NeededFields() {
  const { object, spec } = useMap()
  if (object === null) return null
  const needed = neededFields(object.view, object)
  if (needed.length === 0) return null
  const filled = new Set(spec.mapping.fields.map(({ field }) => field))
  return (
    <div className={classes.needed}>
      <Text size="sm" fw={600}>
        Needed:
      </Text>
      <ul>
        {needed.map((choice) => {
          const words = choiceWords(choice)
          const isFilled = choice.some(({ id }) => filled.has(id))
          return (
            <li key={words} data-filled={isFilled || undefined}>
              {isFilled ? (
                <IconCheck size={14} role="img" aria-label="Filled:" />
              ) : (
                <IconCircleDashed size={14} role="img" aria-label="Not filled yet:" />
              )}
              {words}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
