import { Anchor, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { serviceTitles } from '../../components/serviceTitles.ts'
import type { ConnectionId, ServiceId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'

interface ChooseAccountProps {
  readonly service: ServiceId
  readonly chosen: ConnectionId | null
  readonly onChoose: (connection: ConnectionId) => void
}

/** Another account of the same service, for a sync whose own isn't connected. */
export function ChooseAccount({ service, chosen, onChoose }: ChooseAccountProps) {
  const { engine } = useEngine()
  const { data: connections } = useQuery({
    queryKey: ['connections', 'list'],
    queryFn: () => engine.connections.list({}),
  })
  const fitting = (connections ?? []).filter((connection) => connection.service === service)
  if (connections !== undefined && fitting.length === 0)
    return (
      <Text size="sm">
        Connect a {serviceTitles[service]} account first, under{' '}
        <Anchor component={Link} href="/connections" size="sm">
          Connections
        </Anchor>
        .
      </Text>
    )
  return (
    <Select
      label="Send to"
      placeholder={`Choose a ${serviceTitles[service]} account`}
      data={fitting.map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen}
      onChange={(value) => {
        const found = fitting.find(({ id }) => id === value)
        if (found !== undefined) onChoose(found.id)
      }}
    />
  )
}
