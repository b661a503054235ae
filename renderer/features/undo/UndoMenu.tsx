import { Button, Menu } from '@mantine/core'
import { IconArrowBackUp, IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Receipt } from '../../../shared/contract/runs.ts'
import { useEngine } from '../../EngineContext.tsx'
import { canUndo } from '../../../shared/canUndo.ts'
import { usePlannedObject } from '../../usePlannedObject.ts'
import { useUndo } from './useUndo.ts'

/** Takes a run back: all of it, or one of its fields. What that would do is reviewed first. */
export function UndoMenu({ receipt }: { readonly receipt: Receipt }) {
  const { engine } = useEngine()
  const undo = useUndo()
  const { id: run, plan } = receipt
  const { data: parts = [] } = useQuery({
    queryKey: ['plans', 'parts', plan],
    queryFn: () => engine.plans.parts({ plan }),
  })
  const object = usePlannedObject(plan)
  if (!canUndo(receipt)) return null
  // What was made is deleted whole.
  const fields =
    object?.op === 'insert'
      ? []
      : parts.flatMap(({ part, label }) => ('field' in part ? [{ field: part.field, label }] : []))
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          loading={undo.isPending}
          leftSection={<IconArrowBackUp size={16} />}
          rightSection={<IconChevronDown size={14} />}
        >
          Take it back
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => undo.mutate({ run })}>All of run {run}…</Menu.Item>
        {fields.length > 0 ? <Menu.Label>Only one field</Menu.Label> : null}
        {fields.map(({ field, label }) => (
          <Menu.Item key={field} onClick={() => undo.mutate({ run, field })}>
            {label}…
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
