import { Stack, Table, Text } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import type { MirrorView, PersonDetail } from '../../../shared/contract/people.ts'
import type { ReactNode } from 'react'
import { ConnectionChip } from '../../components/ConnectionChip.tsx'
import { moment } from '../../words.ts'
import { PersonState } from './PersonState.tsx'
import { readableValue } from './readableValue.ts'
import { sideBySide } from './sideBySide.ts'

interface PersonSideBySideProps {
  readonly details: readonly PersonDetail[]
  readonly mirrors: readonly MirrorView[]
}

/** State, audiences and fields, one column for each account that knows this person. */
export function PersonSideBySide({ details, mirrors }: PersonSideBySideProps) {
  const fields = sideBySide(details)
  const differing = fields.filter(({ differs }) => differs).length
  return (
    <Stack gap="xs">
      {details.length > 1 ? (
        <Text size="sm" c="dimmed">
          {differing === 0
            ? 'All accounts say the same of them, as far as they say anything.'
            : `The accounts differ in ${differing === 1 ? 'one field' : `${differing} fields`}, marked with two arrows.`}
        </Text>
      ) : null}
      <Table.ScrollContainer
        minWidth={180 + details.length * 180}
        tabIndex={0}
        aria-label="What is known of them"
      >
        <Table verticalSpacing={6} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={150}>Field</Table.Th>
              {details.map(({ connection }) => (
                <Table.Th key={connection}>
                  <Account connection={connection} mirrors={mirrors} />
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Line
              name="State"
              cells={details.map((person) => (
                <PersonState key={person.connection} person={person} />
              ))}
            />
            <Line name="In" cells={details.map(audiencesOf)} />
            <Line
              name="There since"
              cells={details.map(({ createdAt }) => (createdAt === null ? '' : moment(createdAt)))}
              isOptional
            />
            {fields.map(({ label, values, differs }) => (
              <Line
                key={label}
                name={label}
                differs={differs}
                cells={values.map((value) =>
                  value === undefined || value === null ? '' : readableValue(value),
                )}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  )
}

function Account({
  connection,
  mirrors,
}: Pick<PersonDetail, 'connection'> & Pick<PersonSideBySideProps, 'mirrors'>) {
  const mirror = mirrors.find((each) => each.connection === connection)
  if (mirror === undefined) return null
  return <ConnectionChip service={mirror.service} name={mirror.name} colour={mirror.colour} />
}

interface LineProps {
  readonly name: string
  readonly cells: readonly ReactNode[]
  readonly differs?: boolean
  /** Left out where no account has it. */
  readonly isOptional?: boolean
}

function Line({ name, cells, differs = false, isOptional = false }: LineProps) {
  if (isOptional && cells.every((cell) => cell === '')) return null
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {differs ? (
          <IconArrowsDiff
            size={14}
            role="img"
            aria-label="Differs:"
            style={{ verticalAlign: '-2px', marginInlineEnd: 4 }}
          />
        ) : null}
        {name}
      </Table.Th>
      {cells.map((cell, at) => (
        <Table.Td key={at} style={{ overflowWrap: 'anywhere' }} fw={differs ? 560 : undefined}>
          {cell === '' ? (
            <Text span c="dimmed" fs="italic" size="sm">
              empty
            </Text>
          ) : (
            cell
          )}
        </Table.Td>
      ))}
    </Table.Tr>
  )
}

function audiencesOf({ audiences }: PersonDetail): string {
  return audiences.map(({ kind, name }) => `${kind} “${name}”`).join(', ')
}
