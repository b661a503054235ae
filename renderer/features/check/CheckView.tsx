import { Button, Group, Text } from '@mantine/core'
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import type { CheckView as Checked } from '../../../shared/contract/check.ts'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { SourceInfo } from '../../../shared/model.ts'
import { SaveAs } from '../../components/SaveAs.tsx'
import { useSaveExport } from '../../useSaveExport.ts'
import { counted } from '../../words.ts'
import { FixInExcelButton, FixInExcelNote } from '../fix/FixInExcel.tsx'
import { useFixInExcel } from '../fix/useFixInExcel.ts'
import { StepFrame } from '../sync/StepFrame.tsx'
import classes from './Check.module.css'
import { CheckRows } from './CheckRows.tsx'
import { type Shown, shownAfter } from './shown.ts'
import { Duplicates } from './Duplicates.tsx'
import { EditList } from './EditList.tsx'
import { ProblemList } from './ProblemList.tsx'
import { editsNow, useEditing, useEdits } from './useCheck.ts'

interface CheckViewProps {
  readonly spec: PlanSpec
  readonly source: SourceInfo
  readonly view: Checked
  readonly onMap: () => void
  readonly onReview: () => void
}

export function CheckView({ spec, source, view, onMap, onReview }: CheckViewProps) {
  const [wanted, setShown] = useState<Shown>(() =>
    view.problemRows > 0 ? { is: 'problems' } : { is: 'all' },
  )
  const shown = shownAfter(wanted, view)
  const saving = useSaveExport()
  const edits = useEdits(source.id)
  const { goTo, onEdited } = useEditing(source.id)
  const fixing = useFixInExcel({ source: source.id, mapping: spec.mapping }, onEdited)
  const list = edits.data ?? []
  const now = editsNow(list)
  const onKeyDown = (event: KeyboardEvent): void => {
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z'
    if (!isUndo || event.target instanceof HTMLInputElement || goTo.isPending) return
    const to = event.shiftKey ? now + 1 : now - 1
    if (to < 0 || to > list.length) return
    event.preventDefault()
    goTo.mutate(to)
  }
  return (
    <StepFrame
      title="Check the rows"
      words={`${source.name} stays as it is: what you change here is what is planned and sent.`}
      actions={
        <Group gap="sm" wrap="nowrap">
          {view.problemRows > 0 ? <FixInExcelButton {...fixing} size="sm" /> : null}
          <SaveAs
            what="the cleaned rows"
            loading={saving.isPending}
            onSave={(format) => saving.mutate((exports) => exports.cleaned({ source: source.id, format }))}
          />
        </Group>
      }
      footer={
        <>
          <Text className="figures" role="status">
            {summaryWords(view)}
          </Text>
          <Group gap="sm" wrap="nowrap" style={{ flex: 'none' }}>
            <Button variant="default" leftSection={<IconArrowLeft size={16} />} onClick={onMap}>
              Back to the columns
            </Button>
            <Button rightSection={<IconArrowRight size={16} />} onClick={onReview}>
              Review changes
            </Button>
          </Group>
        </>
      }
    >
      <FixInExcelNote {...fixing} />
      <div className={classes.check} onKeyDown={onKeyDown}>
        <div className={classes.side} tabIndex={0} role="region" aria-label="Problems and edits">
          <ProblemList source={source} spec={spec} view={view} shown={shown} onShown={setShown} />
          <EditList
            edits={list}
            now={now}
            isBusy={goTo.isPending}
            error={goTo.error}
            onGoTo={(edit) => goTo.mutate(edit)}
          />
        </div>
        {shown.is === 'duplicates' ? (
          <Duplicates spec={spec} source={source} />
        ) : (
          <CheckRows key={JSON.stringify(shown)} source={source} view={view} shown={shown} />
        )}
      </div>
    </StepFrame>
  )
}

function summaryWords({ rows, problemRows, skippedRows }: Checked): string {
  const skipped = skippedRows === 0 ? '' : `, ${counted(skippedRows, 'row')} skipped`
  if (problemRows === 0) return `${counted(rows, 'row')}, nothing wrong${skipped}.`
  return `${counted(problemRows, 'row')} of ${counted(rows, 'row').replace(/ rows?$/, '')} with a problem${skipped}.`
}
