import { Button, Group, Stack, Text } from '@mantine/core'
import { type SyntheticEvent, useState } from 'react'
import type { ConnectionView } from '../../../shared/contract/connections.ts'
import type { ObjectTypeView, ObjectView } from '../../../shared/contract/objects.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Foreseen } from './Foreseen.tsx'
import { firstValues, formProblem, type FormValues, rowOf, shownFields } from './formValues.ts'
import { ObjectInput } from './ObjectInput.tsx'
import { capital, objectName } from './objectWords.ts'
import { ShownSecret } from './SecretForm.tsx'
import { useAct } from './useAct.ts'
import { useForeseen } from './useForeseen.ts'

interface ObjectFormProps {
  readonly account: ConnectionView
  readonly type: ObjectTypeView
  /** `null`: a new one. */
  readonly object: ObjectView | null
  readonly onClose: () => void
}

/** Makes one thing, or changes it: a field for each that the service takes, drawn from what the type declares. */
export function ObjectForm({ account, type, object, onClose }: ObjectFormProps) {
  const [values, setValues] = useState<FormValues>(() => firstValues(type, object))
  const [wasTried, setTried] = useState(false)
  const where = `${account.serviceTitle} · ${account.name}`
  const op = object === null ? 'insert' : 'update'
  const act = useAct({
    doneWords:
      object === null
        ? `${capital(type.one)} made in ${where}.`
        : `Changed in ${where}: ${objectName(type, object)}`,
    onDone: onClose,
  })
  const problem = formProblem(type, values, object)
  const isCall = type.id === 'webhooks' || type.id === 'webhookEndpoints'
  const { data: foreseen } = useForeseen({
    connection: account.id,
    type: type.id,
    op,
    row: isCall && problem === null ? rowOf(type, values, object) : null,
  })
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    setTried(true)
    if (problem === null)
      act.mutate({ connection: account.id, type: type.id, op, row: rowOf(type, values, object) })
  }
  const secret = act.data?.secret ?? null
  if (secret !== null) return <ShownSecret secret={secret} onClose={onClose} />
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        {shownFields(type, values).map((field, at) => (
          <ObjectInput
            key={field.id}
            account={account}
            type={type}
            field={field}
            isFirst={at === 0}
            isRequired={field.requiredFor.includes(op)}
            value={values[field.id] ?? ''}
            onValue={(value) => setValues({ ...values, [field.id]: value })}
          />
        ))}
        {type.id === 'tags' || type.id === 'customFields' ? null : (
          <Text size="xs" c="dimmed">
            It is checked before anything is sent, and stands in History like a file of one row.
          </Text>
        )}
        {foreseen === undefined || problem !== null ? null : <Foreseen planned={foreseen} />}
        {wasTried && problem !== null ? (
          <Text role="alert" size="sm" c="var(--lf-rejected)">
            {problem}
          </Text>
        ) : null}
        {act.error === null ? null : (
          <ErrorNote title={object === null ? 'It was not made' : 'It was not changed'} error={act.error} />
        )}
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" loading={act.isPending}>
            {object === null ? `Make it in ${where}` : `Change it in ${where}`}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
