import { Code, Loader, Table } from '@mantine/core'
import { bytes } from '../../words.ts'
import { Section } from './Section.tsx'
import { useAbout } from './useSettings.ts'

const hosts = { desktop: 'Desktop app', browser: 'In the browser', terminal: 'In a terminal' }

export function AboutSection() {
  const { data: about } = useAbout()
  return (
    <Section title="This computer">
      {about === undefined ? (
        <Loader size="sm" role="img" aria-label="Reading" />
      ) : (
        <Table variant="vertical" layout="fixed" withRowBorders={false}>
          <Table.Tbody>
            <Fact label="Version">
              {about.version} · {hosts[about.host]}
            </Fact>
            <Fact label="Data is in">
              <Code style={{ overflowWrap: 'anywhere' }}>{about.dataFolder}</Code>
            </Fact>
            <Fact label="It takes">{bytes(about.dataBytes)}</Fact>
            <Fact label="Keys are in">
              {about.vault === 'os' ? 'the keychain of this computer' : 'memory, until Listferry is closed'}
            </Fact>
          </Table.Tbody>
        </Table>
      )}
    </Section>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th w={140}>{label}</Table.Th>
      <Table.Td>{children}</Table.Td>
    </Table.Tr>
  )
}
