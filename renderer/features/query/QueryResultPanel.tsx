import { Anchor, Button, Group, SegmentedControl, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link } from 'wouter'
import { SaveAs } from '../../components/SaveAs.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { useSaveExport } from '../../useSaveExport.ts'
import { count, counted, duration } from '../../words.ts'
import { useStartSync } from '../sync/useStartSync.ts'
import classes from './Query.module.css'
import { ResultChart } from './ResultChart.tsx'
import { ResultGrid } from './ResultGrid.tsx'
import type { ShownResult } from './useQueryRun.ts'

export type ShownAs = 'table' | 'chart'

interface QueryResultPanelProps {
  readonly result: ShownResult
  /** What files of it are called. */
  readonly name: string
  readonly shown: ShownAs
  readonly onShown: (shown: ShownAs) => void
}

/** What a query found: as a table, as a chart, and what can be done with it. */
export function QueryResultPanel({ result, name, shown, onShown }: QueryResultPanelProps) {
  const saving = useSaveExport()
  const list = useAsList()
  const { sql, rows, cut, tookMs, unread } = result
  return (
    <section className={classes.result} aria-label="Result">
      <Group gap="sm" justify="space-between">
        <Group gap="sm">
          <SegmentedControl
            size="xs"
            aria-label="Show the result as"
            data={[
              { value: 'table', label: 'Table' },
              { value: 'chart', label: 'Chart' },
            ]}
            value={shown}
            onChange={(value) => onShown(value === 'chart' ? 'chart' : 'table')}
          />
          <Text size="sm" c="dimmed" aria-live="polite" className="figures">
            {cut ? `The first ${count(rows)} rows; saved, it has all of them` : counted(rows, 'row')} ·{' '}
            {duration(tookMs)}
          </Text>
        </Group>
        <Group gap="xs">
          <Button
            variant="default"
            rightSection={<IconArrowRight size={16} />}
            title="Import the result as a list, to map, review and send it"
            loading={list.isPending}
            disabled={rows === 0}
            onClick={() => list.mutate({ sql, name })}
          >
            Use as a list
          </Button>
          <SaveAs
            loading={saving.isPending}
            onSave={(format) => saving.mutate((exports) => exports.query({ sql, name, format }))}
          />
        </Group>
      </Group>
      {unread.length === 0 ? null : (
        <Text size="sm">
          Not everyone of {unread.map((name) => `“${name}”`).join(', ')} was read yet: only people of earlier
          files are known.{' '}
          <Anchor component={Link} href="/people" size="sm">
            Read everyone in People
          </Anchor>
        </Text>
      )}
      {shown === 'table' ? <ResultGrid result={result} /> : <ResultChart result={result} />}
    </section>
  )
}

/** A result can be the source of a sync like any other file. */
function useAsList() {
  const { engine } = useEngine()
  const startSync = useStartSync()
  const making = useMutation({
    mutationFn: (asked: { sql: string; name: string }) => engine.queries.asFile(asked),
    onSuccess: (file) => startSync({ file }),
  })
  useSaidErrors('The result could not be made a list', making.error)
  return making
}
