import { createContext, useContext } from 'react'
import type { ConnectionView, ConnectorView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeView } from '../../../shared/contract/objects.ts'
import type { PlanSpec } from '../../../shared/contract/plans.ts'
import type { FileSuggestion } from '../../../shared/contract/sources.ts'
import type { AccountSchema, SourceInfo } from '../../../shared/model.ts'
import type { ObjectTarget } from '../../../shared/objectTypes.ts'
import type { SpecEdit } from './editSpec.ts'

/** What every part of the Map step needs. */
export interface MapScene {
  readonly spec: PlanSpec
  readonly edit: (edit: SpecEdit) => void
  readonly source: SourceInfo
  readonly account: ConnectionView
  readonly connector: ConnectorView
  /** What columns can fill, and what people can be put into; of an object type: what an operation takes. */
  readonly schema: AccountSchema
  /** What the rows are about where it is not people to bring in. */
  readonly object: (ObjectTarget & { readonly view: ObjectTypeView }) | null
  readonly suggestion: FileSuggestion | undefined
  /** The first rows of the file. */
  readonly samples: readonly (readonly string[])[]
}

export const MapContext = createContext<MapScene | null>(null)

export function useMap(): MapScene {
  const scene = useContext(MapContext)
  if (scene === null) throw new Error('useMap needs a MapContext around it')
  return scene
}
