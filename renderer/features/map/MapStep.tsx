import { Loader } from '@mantine/core'
import { Redirect } from 'wouter'
import { useQuery } from '@tanstack/react-query'
import type { ConnectionId, SourceId } from '../../../shared/model.ts'
import { useEngine } from '../../EngineContext.tsx'
import { AccountErrorNote } from '../sync/AccountErrorNote.tsx'
import { StepFrame } from '../sync/StepFrame.tsx'
import { useSync } from '../sync/SyncContext.tsx'
import { sourceOf } from '../sync/syncState.ts'
import { useConnections } from '../connect/useConnections.ts'
import { useAccount, useSchema } from '../sync/useAccount.ts'
import { useSource } from '../sync/useSource.ts'
import type { SpecEdit } from './editSpec.ts'
import { MapContext } from './MapContext.tsx'
import { fillableFields } from '../objects/targetFields.ts'
import { useObjectType } from '../objects/useObjects.ts'
import { MapView } from './MapView.tsx'
import { RememberMapping } from './shapes/RememberMapping.tsx'
import { useSpec } from './useSpec.ts'

/** Which column goes where, and what happens to the people. */
export function MapStep() {
  const { sync } = useSync()
  const { data: accounts } = useConnections()
  const source = sourceOf(sync)
  const { connection } = sync
  if (source === null || connection === null) return <Redirect to="/sync/import" replace />
  if (accounts?.some(({ id }) => id === connection) === false) return <Redirect to="/sync/import" replace />
  const about = sync.object === null ? 'people' : `${sync.object.type} ${sync.object.op}`
  return <MapOf key={`${source} ${connection} ${about}`} source={source} connection={connection} />
}

function MapOf({ source, connection }: { readonly source: SourceId; readonly connection: ConnectionId }) {
  const { sync, dispatch } = useSync()
  const { object } = sync
  const { spec, suggestion, error, again } = useSpec(source, connection)
  const info = useSource(source)
  const chosen = useAccount(connection)
  const schema = useSchema(connection)
  const view = useObjectType(connection, object?.type ?? null)
  const samples = useSamples(source)
  const failed = error ?? schema.error ?? info.error
  if (failed !== null)
    return (
      <StepFrame title="Map the columns" scroll>
        <AccountErrorNote
          title="The account’s fields could not be read"
          error={failed}
          onAgain={() => {
            void schema.refetch()
            again()
          }}
        />
      </StepFrame>
    )
  if (
    spec === null ||
    chosen === null ||
    !info.data ||
    !schema.data ||
    !samples.data ||
    (object !== null && !view)
  )
    return (
      <StepFrame title="Map the columns">
        <Loader
          size="sm"
          role="img"
          aria-label="Reading the account’s fields and looking at the first rows"
        />
      </StepFrame>
    )
  const target = object === null || !view ? null : { ...object, view }
  const scene = {
    ...chosen,
    object: target,
    spec,
    suggestion,
    source: info.data,
    schema: target === null ? schema.data : { fields: fillableFields(target.view, target.op), audiences: [] },
    samples: samples.data,
    edit: (edit: SpecEdit) => dispatch({ type: 'edited', edit }),
  }
  return (
    <MapContext value={scene}>
      <RememberMapping />
      <MapView />
    </MapContext>
  )
}

const sampleRows = 50

function useSamples(source: SourceId) {
  const { engine } = useEngine()
  return useQuery({
    queryKey: ['sources', 'samples', source],
    queryFn: async () => {
      const rows = await engine.sources.rows({ source, from: 1, limit: sampleRows })
      return rows.map(({ cells }) => cells)
    },
  })
}
