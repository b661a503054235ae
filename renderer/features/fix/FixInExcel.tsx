import { Button, FileButton, Group, List, Paper, Stack, Text } from '@mantine/core'
import { IconFileSpreadsheet, IconTableImport } from '@tabler/icons-react'
import type { FixTaken } from '../../../shared/contract/fixes.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { count, counted } from '../../words.ts'
import type { useFixInExcel } from './useFixInExcel.ts'

type Fixing = ReturnType<typeof useFixInExcel>

/** Opens the rows in the user's spreadsheet, or saves them for it. */
export function FixInExcelButton({
  opening,
  size = 'xs',
}: Pick<Fixing, 'opening'> & { readonly size?: 'xs' | 'sm' }) {
  const { host } = useEngine()
  return (
    <Button
      variant="default"
      size={size}
      leftSection={<IconFileSpreadsheet size={15} />}
      loading={opening.isPending}
      onClick={() => opening.mutate()}
      title={host.openInProgram === null ? 'Saves these rows as an Excel file to correct' : undefined}
    >
      Fix in Excel
    </Button>
  )
}

/** What to do in the spreadsheet, and what came back from it. */
export function FixInExcelNote({ state, back, taking }: Pick<Fixing, 'state' | 'back' | 'taking'>) {
  if (state.is === 'idle') return null
  return (
    <Paper withBorder p="md" role="region" aria-label="Rows in Excel">
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Text size="sm">
            {state.is === 'open'
              ? `${counted(state.file.rows, 'row')} in your spreadsheet. Correct the cells and save: they come back here by themselves.`
              : `${counted(state.file.rows, 'row')} saved as “${state.file.name}”. Open it in Excel, correct the cells, save, and hand the file over here.`}{' '}
            Leave the column of row numbers as it is.
          </Text>
          <FileButton accept=".xlsx,.xlsm,.csv,.tsv,.txt" onChange={(file) => file && taking.mutate(file)}>
            {(props) => (
              <Button
                {...props}
                size="xs"
                variant={state.is === 'open' ? 'subtle' : 'filled'}
                style={{ flex: 'none' }}
                leftSection={<IconTableImport size={15} />}
                loading={taking.isPending}
              >
                Take the corrected file
              </Button>
            )}
          </FileButton>
        </Group>
        {back === null ? null : 'error' in back.news ? (
          <ErrorNote title="The corrected file could not be taken" error={new Error(back.news.error)} />
        ) : (
          <Taken taken={back.news.taken} />
        )}
      </Stack>
    </Paper>
  )
}

function Taken({ taken: { cells, rows, refused, refusedCount } }: { readonly taken: FixTaken }) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={560} role="status">
        {cells === 0
          ? 'Nothing in it was changed.'
          : `${counted(cells, 'cell')} in ${counted(rows, 'row')} taken from it.`}
        {refusedCount > 0 ? ` ${counted(refusedCount, 'row')} could not be taken:` : ''}
      </Text>
      {refused.length === 0 ? null : (
        <List size="sm" mah={160} style={{ overflowY: 'auto' }}>
          {refused.map(({ why }, index) => (
            <List.Item key={index}>{why}</List.Item>
          ))}
        </List>
      )}
      {refusedCount > refused.length ? (
        <Text size="sm" c="dimmed">
          And {count(refusedCount - refused.length)} more.
        </Text>
      ) : null}
    </Stack>
  )
}
