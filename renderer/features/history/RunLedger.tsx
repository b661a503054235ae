import { Anchor, Collapse, Group, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { SaveAs } from '../../components/SaveAs.tsx'
import { useEngine } from '../../EngineContext.tsx'
import { useSaveExport } from '../../useSaveExport.ts'
import { count } from '../../words.ts'

/** To which hosts anything went while a run was under way, the requests that only read too. */
export function RunLedger({ receipt: { id: run } }: { readonly receipt: Receipt }) {
  const { engine } = useEngine()
  const [isOpen, { toggle }] = useDisclosure(false)
  const saving = useSaveExport()
  const { data: lines, error } = useQuery({
    queryKey: ['runs', 'ledger', run],
    queryFn: () => engine.runs.ledger({ run }),
  })
  if (error !== null) return <ErrorNote title="What left this computer could not be read" error={error} />
  if (lines === undefined || lines.length === 0) return null
  const hosts = [...new Set(lines.map(({ host }) => host))]
  const total = lines.reduce((sum, { requests }) => sum + requests, 0)
  return (
    <div>
      <Group gap="md" wrap="nowrap" justify="space-between">
        <Text size="sm">
          In all, {count(total)} {total === 1 ? 'request' : 'requests'} went to {hosts.join(' and ')}, and
          none anywhere else.{' '}
          <Anchor component="button" type="button" size="sm" onClick={toggle} aria-expanded={isOpen}>
            {isOpen ? 'Hide what they were' : 'Show what they were'}
          </Anchor>
        </Text>
      </Group>
      <Collapse expanded={isOpen}>
        <Table.ScrollContainer minWidth={480} mah={220} type="native">
          <Table aria-label="What left this computer" fz="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Host</Table.Th>
                <Table.Th>Request</Table.Th>
                <Table.Th>Answer</Table.Th>
                <Table.Th ta="end">Times</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {lines.map(({ host, method, path, httpStatus, requests }) => (
                <Table.Tr key={`${host} ${method} ${path} ${String(httpStatus)}`}>
                  <Table.Td>{host}</Table.Td>
                  <Table.Td>{`${method} ${path}`}</Table.Td>
                  <Table.Td>{httpStatus ?? 'none came'}</Table.Td>
                  <Table.Td ta="end">{count(requests)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <SaveAs
          loading={saving.isPending}
          onSave={(format) => saving.mutate((exports) => exports.ledger({ run, format }))}
        />
      </Collapse>
    </div>
  )
}
