import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { PlanSummary } from '../../../shared/contract/plans.ts'
import { count } from '../../words.ts'
import { useEdits } from '../check/useCheck.ts'

/** What was changed in the rows before they were planned, by the user or by a saved sync. */
export function EditsBefore({ summary }: { readonly summary: PlanSummary }) {
  const edits = useEdits(summary.source.id)
  // A fix of a saved sync stands in the list also where it found nothing.
  const made = edits.data?.filter(({ undone, cells, rows }) => !undone && cells + rows > 0) ?? []
  const [first, ...others] = made
  // The rows of now are not those of the plan.
  if (first === undefined || summary.edited === true) return null
  return (
    <Text component="span" inherit display="block" className="figures" title={namesOf(made)}>
      {first.words}
      {others.length === 0 ? '. ' : `, and ${count(others.length)} more. `}
      <Anchor component={Link} href="/sync/check" inherit>
        See the edits
      </Anchor>
    </Text>
  )
}

function namesOf(edits: readonly { readonly words: string }[]): string {
  return edits.map(({ words }) => words).join('\n')
}
