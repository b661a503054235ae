import { Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEngine } from '../../EngineContext.tsx'
import { useSaidErrors } from '../../useSaidErrors.ts'
import { useSync } from '../sync/SyncContext.tsx'
import { suggestedMapping } from './firstSpec.ts'
import { useMap } from './MapContext.tsx'

/**
 * Whether columns are mapped by what they seem to be. Switched off, no column is sent that wasn't chosen by hand, in
 * this file and in those that come; what is filled in another way stays.
 */
export function SuggestSwitch() {
  const { engine } = useEngine()
  const { sync, dispatch } = useSync()
  const { spec, source, account } = useMap()
  const again = useMutation({
    onError: () => dispatch({ type: 'suggestions-switched', on: false }),
    mutationFn: () => {
      const asked = { source: source.id, connection: account.id }
      return sync.object === null
        ? engine.sources.suggestMapping(asked)
        : engine.objects.suggestMapping({ ...asked, ...sync.object })
    },
    onSuccess: (suggestion) => {
      const { values } = spec.mapping
      dispatch({
        type: 'mapped',
        spec: { ...spec, mapping: { ...suggestedMapping(suggestion, values), values } },
      })
    },
  })
  useSaidErrors('The columns could not be looked at', again.error)
  const switchOn = () => {
    dispatch({ type: 'suggestions-switched', on: true })
    again.mutate()
  }
  const switchOff = () => {
    const fields = spec.mapping.fields.filter(({ from }) => !('column' in from))
    dispatch({ type: 'suggestions-switched', on: false })
    dispatch({ type: 'mapped', spec: { ...spec, mapping: { ...spec.mapping, fields, left: [] } } })
  }
  return (
    <Switch
      size="xs"
      label="Suggest what they are for"
      checked={sync.suggests}
      disabled={again.isPending}
      onChange={(event) => (event.currentTarget.checked ? switchOn() : switchOff())}
    />
  )
}
