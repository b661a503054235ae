import { Button, Group, Loader, Select, Text } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { writeSqlName } from '../../../shared/sqlName.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Page } from '../../components/Page.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { SqlEditor, type SqlEditorHandle } from './editor/SqlEditor.tsx'
import { examples } from './examples.ts'
import classes from './Query.module.css'
import { QueryResultPanel, type ShownAs } from './QueryResultPanel.tsx'
import { SavedMenu } from './SavedMenu.tsx'
import { SchemaBrowser } from './SchemaBrowser.tsx'
import { type QueryDraft, useQueryDraft } from './useQueryDraft.ts'
import { useQueryRun } from './useQueryRun.ts'
import { useSavedQueries } from './useSavedQueries.ts'

const timeLimits = [
  { value: '30000', label: 'Stop after 30 s' },
  { value: '120000', label: 'Stop after 2 min' },
  { value: '600000', label: 'Stop after 10 min' },
]

/** Questions in SQL, asked of the copies of the accounts that are on this computer. */
export function QueryPage() {
  const [draft, setDraft] = useQueryDraft(examples[0].sql)
  return draft === null ? null : <QueryOf draft={draft} onDraft={setDraft} />
}

interface QueryOfProps {
  readonly draft: QueryDraft
  readonly onDraft: (changed: Partial<QueryDraft>) => void
}

function QueryOf({ draft, onDraft }: QueryOfProps) {
  const { engine, host } = useEngine()
  const [timeLimit, setTimeLimit] = useState('30000')
  const [shown, setShown] = useState<ShownAs>('table')
  const editor = useRef<SqlEditorHandle>(null)
  const tables = useQuery({ queryKey: ['queries', 'tables'], queryFn: () => engine.queries.tables({}) })
  const all = useMemo(() => tables.data ?? [], [tables.data])
  const query = useQueryRun()
  const saved = useSavedQueries().data?.find(({ id }) => id === draft.saved)
  const run = (text: string) => {
    if (!query.isRunning) query.run(text, Number(timeLimit))
  }
  return (
    <Page
      title="Query"
      words="Ask about your people and runs, in SQL. A query only reads."
      fill
      actions={<SavedMenu draft={draft} onDraft={onDraft} />}
    >
      {tables.error === null ? null : <ErrorNote title="The tables could not be read" error={tables.error} />}
      <div className={classes.query}>
        <SchemaBrowser tables={all} onName={(name) => editor.current?.insert(writeSqlName(name))} />
        <div className={classes.work}>
          <SqlEditor
            key={draft.opened}
            ref={editor}
            text={draft.text}
            label="Query"
            tables={all}
            onText={(text) => onDraft({ text })}
            onRun={run}
          />
          <Group gap="sm">
            {query.isRunning ? (
              <Button color="red" leftSection={<IconPlayerStop size={16} />} onClick={query.stop}>
                Stop
              </Button>
            ) : (
              <Button
                leftSection={<IconPlayerPlay size={16} />}
                title={host.platform === 'mac' ? 'Run (⌘ Enter)' : 'Run (Ctrl Enter)'}
                disabled={draft.text.trim() === ''}
                onClick={() => run(draft.text)}
              >
                Run
              </Button>
            )}
            <Select
              w={160}
              aria-label="When a query is stopped"
              allowDeselect={false}
              data={timeLimits}
              value={timeLimit}
              onChange={(value) => setTimeLimit(value ?? '30000')}
            />
            {query.isRunning ? (
              <Group gap={8} role="status">
                <Loader size="xs" aria-hidden />
                <Text size="sm" c="dimmed">
                  Looking
                </Text>
              </Group>
            ) : null}
          </Group>
          {query.error !== null ? (
            <ErrorNote title="The query did not work" error={query.error} />
          ) : query.result === null ? (
            query.isRunning ? null : (
              <Text c="dimmed">
                Run the query to see what it finds, or press Open for saved queries and examples.
              </Text>
            )
          ) : (
            <QueryResultPanel
              key={query.result.result}
              result={query.result}
              name={saved?.name ?? 'Query result'}
              shown={shown}
              onShown={setShown}
            />
          )}
        </div>
      </div>
    </Page>
  )
}
