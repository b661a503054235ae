import { ScrollArea, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { PlanRowView, PlanSummary } from '../../../shared/contract/plans.ts'
import { ChangeList } from '../../components/ChangeList.tsx'
import { CutText } from '../../components/CutText.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Meaning } from '../../components/Meaning.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { usePartLabels } from '../../usePartLabels.ts'
import { count } from '../../words.ts'
import classes from './FixPreview.module.css'
import type { Corrections } from './withCell.ts'
import { mostAtOnce, rowsToFix } from './useFix.ts'

interface FixPreviewProps {
  readonly plan: PlanSummary
  readonly corrections: Corrections
}

/** What the corrected rows would change, before → after, under the row numbers of the file they come from. */
export function FixPreview({ plan, corrections }: FixPreviewProps) {
  const { engine } = useEngine()
  const labels = usePartLabels(plan.id)
  const { data: rows, error } = useQuery({
    queryKey: ['plans', 'rows', plan.id, 'all'],
    queryFn: () => engine.plans.rows({ plan: plan.id, kind: null, offset: 0, limit: mostAtOnce }),
  })
  if (error !== null) return <ErrorNote title="The changes could not be read" error={error} />
  if (rows === undefined) return <Text c="dimmed">Comparing with the account.</Text>
  const original = rowsToFix(corrections)
  return (
    <ScrollArea.Autosize mah={260} tabIndex={0} aria-label="What would change">
      <Table verticalSpacing={4} className={classes.changes}>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.row}>
              <Table.Td w={1} ta="end" className="figures">
                {count(original[row.row - 1]?.row ?? row.row)}
              </Table.Td>
              <Table.Td w={1}>
                <Meaning of={row.kind} />
              </Table.Td>
              <Table.Td maw={220}>
                <CutText>{row.email ?? ''}</CutText>
              </Table.Td>
              <Table.Td>
                <Said row={row} />
                <ChangeList changes={row.changes} labels={labels} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  )
}

function Said({ row }: { readonly row: PlanRowView }) {
  const words = row.reason ?? row.warning
  return words === null ? null : <Text size="sm">{words}</Text>
}
