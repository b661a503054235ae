import { Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReadBackKind } from '../../../shared/contract/runs.ts'
import type { FieldValue, RunId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { count } from '../../words.ts'

/** So many are shown; the terminal lists more. */
const mostShown = 50

interface ReadBackRowsProps {
  readonly run: RunId
  readonly kind: Exclude<ReadBackKind, 'confirmed'>
  readonly service: string
}

/** Rows that are not as they were sent, each field with what was sent and what is there. */
export function ReadBackRows({ run, kind, service }: ReadBackRowsProps) {
  const { engine } = useEngine()
  const { data: rows = [] } = useQuery({
    queryKey: ['runs', 'read-back', run, kind],
    queryFn: () => engine.runs.readBack({ run, kind, afterRow: 0, limit: mostShown }),
  })
  if (rows.length === 0) return null
  return kind === 'differs' ? (
    <Table mt="sm" fz="sm" verticalSpacing={4} aria-label="Rows that differ">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={70}>Row</Table.Th>
          <Table.Th>Person</Table.Th>
          <Table.Th>Field</Table.Th>
          <Table.Th>Sent</Table.Th>
          <Table.Th>{service} shows</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.flatMap(({ row, email, fields }) =>
          fields.map(({ label, wrote, shows }) => (
            <Table.Tr key={`${row} ${label}`}>
              <Table.Td className="figures">{count(row)}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{email ?? 'no address'}</Table.Td>
              <Table.Td>{label}</Table.Td>
              <Table.Td>
                <Value of={wrote} />
              </Table.Td>
              <Table.Td>
                <Value of={shows} />
              </Table.Td>
            </Table.Tr>
          )),
        )}
      </Table.Tbody>
    </Table>
  ) : (
    <Text size="sm" c="dimmed" mt="xs" style={{ overflowWrap: 'anywhere' }}>
      Not visible yet:{' '}
      {rows.map(({ row, email }) => `row ${count(row)} (${email ?? 'no address'})`).join(', ')}
    </Text>
  )
}

function Value({ of }: { readonly of: FieldValue }) {
  if (of === null || of === '')
    return (
      <Text span size="sm" c="dimmed">
        empty
      </Text>
    )
  return <>{String(of)}</>
}
