import { Button, Group, Loader, Radio, ScrollArea, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DuplicateGroup } from '../../../shared/contract/check.ts'
import type { DuplicateRule, PlanSpec } from '../../../shared/contract/plans.ts'
import type { SourceInfo } from '../../../shared/model.ts'
import { CutText } from '../../components/CutText.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { count, counted } from '../../words.ts'
import { useSync } from '../sync/SyncContext.tsx'
import { duplicateWords } from '../map/mapWords.ts'
import classes from './Check.module.css'

const groupsAtOnce = 25

/** Rows of one person as groups, with what the chosen rule makes of them. */
export function Duplicates({ spec, source }: { readonly spec: PlanSpec; readonly source: SourceInfo }) {
  const { engine } = useEngine()
  const { dispatch } = useSync()
  const [limit, setLimit] = useState(groupsAtOnce)
  const { duplicates: rule, sameAddress = [] } = spec
  const found = useQuery({
    queryKey: ['sources', 'check duplicates', source.id, rule, sameAddress, limit],
    queryFn: () =>
      engine.check.duplicates({ source: source.id, rule, sameAddress: [...sameAddress], offset: 0, limit }),
    placeholderData: (before) => before,
  })
  const choose = (value: string) =>
    dispatch({
      type: 'edited',
      edit: { of: 'choice', change: { duplicates: value as DuplicateRule } },
    })
  return (
    <div className={classes.rows}>
      <Radio.Group
        aria-label="Which of several rows of one person counts"
        value={rule}
        onChange={choose}
        className={classes.rules}
      >
        <Group gap="lg" wrap="wrap">
          {duplicateWords.map(({ value, label }) => (
            <Radio key={value} size="xs" value={value} label={label} />
          ))}
        </Group>
      </Radio.Group>
      {found.error === null ? null : (
        <ErrorNote title="The rows of one person could not be looked up" error={found.error} />
      )}
      {found.data === undefined ? (
        <Loader size="sm" role="img" aria-label="Looking for rows of one person" />
      ) : (
        <>
          <Text size="sm" c="dimmed" className="figures">
            {found.data.count === 0
              ? 'Nobody is in this file twice.'
              : `${counted(found.data.count, 'person', 'people')} in more than one row; ${counted(found.data.rows, 'row')} would not be sent.`}
          </Text>
          <ScrollArea className={classes.groups} tabIndex={0} aria-label="Rows of one person">
            <Stack gap="sm">
              {found.data.groups.map((group) => (
                <GroupTable key={group.rows[0]?.row} group={group} rule={rule} source={source} />
              ))}
              {found.data.count > found.data.groups.length && limit < 100 ? (
                <Button
                  variant="default"
                  style={{ alignSelf: 'flex-start' }}
                  loading={found.isFetching}
                  onClick={() => setLimit(100)}
                >
                  Show more
                </Button>
              ) : null}
            </Stack>
          </ScrollArea>
        </>
      )}
    </div>
  )
}

function GroupTable({
  group: { rows, counts, result },
  rule,
  source,
}: {
  readonly group: DuplicateGroup
  readonly rule: DuplicateRule
  readonly source: SourceInfo
}) {
  return (
    <div
      className={classes.group}
      tabIndex={0}
      role="group"
      aria-label={`Row ${count(counts)} and the same person`}
    >
      <Table
        verticalSpacing={4}
        horizontalSpacing="xs"
        layout="fixed"
        miw={90 + Math.min(source.columns.length, mostColumns) * narrowestColumn}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={90}>Row</Table.Th>
            {source.columns.slice(0, mostColumns).map(({ index, name }) => (
              <Table.Th key={index}>
                <CutText>{name}</CutText>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ row, cells }) => (
            <GroupRow
              key={row}
              title={count(row)}
              cells={cells}
              source={source}
              isKept={row === counts && rule !== 'merge'}
            />
          ))}
          {rule === 'merge' ? <GroupRow title="Merged" cells={result} source={source} isKept /> : null}
        </Table.Tbody>
      </Table>
    </div>
  )
}

const mostColumns = 7
/** Below, a group scrolls sideways. */
const narrowestColumn = 92

function GroupRow({
  title,
  cells,
  source,
  isKept,
}: {
  readonly title: string
  readonly cells: readonly string[]
  readonly source: SourceInfo
  readonly isKept: boolean
}) {
  return (
    <Table.Tr className={classes.groupRow} data-kept={isKept || undefined}>
      <Table.Td className="figures">
        {title}
        {isKept ? <span className={classes.kept}> counts</span> : null}
      </Table.Td>
      {source.columns.slice(0, mostColumns).map(({ index }) => (
        <Table.Td key={index}>
          <CutText>{cells[index] ?? ''}</CutText>
        </Table.Td>
      ))}
    </Table.Tr>
  )
}
